"""The file in a message: what Telegram says of it; its content is fetched afterwards. Pure."""

import re
from collections.abc import Mapping
from typing import Any, Final

from bot.message import Attachment
from bot.telegram.fields import name, table, whole
from storage import filekind

LARGEST: Final = 2**31 - 1
UNKNOWN: Final = "application/octet-stream"

_MEDIA_TYPE: Final = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,100}")
_KINDS: Final = {  # in this order: an animation comes as a document too
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "video": "video/mp4",
    "video_note": "video/mp4",
    "animation": "video/mp4",
    "document": UNKNOWN,
}
FIELDS: Final = ("photo", *_KINDS)
"""The fields of a message that hold a file."""


def attached(message: Mapping[str, Any], number: int) -> Attachment | None:
    """The file in message `number`, still to be fetched; None where there is none that can be."""
    if "photo" in message:
        return _attachment(_largest(message["photo"]), "image/jpeg", number)
    for field, kind in _KINDS.items():
        if field in message:
            return _attachment(table(message[field]), kind, number)
    return None


def _largest(sizes: Any) -> Mapping[str, Any]:
    """A photo comes in several sizes."""
    known = [table(each) for each in sizes] if isinstance(sizes, list) else []
    return max(known, key=lambda each: whole(each.get("width")) * whole(each.get("height")), default={})


def _attachment(file: Mapping[str, Any], kind: str, number: int) -> Attachment | None:
    remote = name(file.get("file_id"))
    if not remote:
        return None
    told = file.get("mime_type")
    kind = told if isinstance(told, str) and _MEDIA_TYPE.fullmatch(told) else kind
    called = file.get("file_name")
    plain = filekind.plain(called) if isinstance(called, str) else ""
    return Attachment(filekind.named(plain or str(number), kind), kind, b"", remote, _size(file))


def _size(file: Mapping[str, Any]) -> int:
    return min(whole(file.get("file_size")), LARGEST)
