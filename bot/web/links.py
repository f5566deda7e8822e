"""Short-lived links to a talk's files: an image or a download cannot send a header. Pure.

Signed with the talk's own address, so that there is no secret to set or to share between processes.
"""

import hmac
from typing import Final
from urllib.parse import urlencode

LIFETIME: Final = 3600  # seconds


def link(file_id: int, address: str, now: float) -> str:
    """The path of a file, good for an hour."""
    expires = int(now) + LIFETIME
    query = urlencode({"until": expires, "key": _sign(file_id, address, expires)})
    return f"chat/files/{file_id}?{query}"


def opens(file_id: int, address: str, until: str, key: str, now: float) -> bool:
    """Whether a link is ours for this file and talk, and still good at `now` (seconds since the epoch)."""
    if not until.isdecimal() or not until.isascii() or len(until) > 12 or int(until) < now:
        return False
    return hmac.compare_digest(_sign(file_id, address, int(until)).encode(), key.encode("utf-8", "replace"))


def _sign(file_id: int, address: str, expires: int) -> str:
    return hmac.new(address.encode(), f"file {file_id} {expires}".encode(), "sha256").hexdigest()
