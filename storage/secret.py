"""What nobody may make up: random tokens with their digests, and what is signed by this installation.

The secret that signs is `MANYI_SECRET`, or else a file in the folder that the processes of this machine
share, made by the first that needs it.
"""

import hmac
import os
import secrets
from functools import cache
from hashlib import sha256
from pathlib import Path

from storage.settings import settings


def token(size: int = 32) -> str:
    """A new token of so many random bytes, for an address or a cookie. What is kept of it is its `digest`."""
    return secrets.token_urlsafe(size)


def digest(token: str) -> str:
    """What is kept of a token, in hex: it finds the row, and opens nothing. What is short enough to be
    guessed is to be signed instead."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def sign(purpose: str, text: str) -> str:
    """The keyed digest of a text, in hex; another purpose, another digest."""
    return hmac.new(_secret(), f"{purpose}\n{text}".encode("utf-8", "surrogatepass"), "sha256").hexdigest()


def signed(purpose: str, text: str, digest: str) -> bool:
    """Whether this is the digest of that text, found out in a time that tells nothing."""
    return hmac.compare_digest(sign(purpose, text).encode(), digest.encode("utf-8", "replace"))


def reply_key() -> str:
    """What the tokens of reply addresses are signed with (`bot.mail.tokens`)."""
    return sign("key", "reply address")


@cache
def _secret() -> bytes:
    return (settings().secret or kept(settings().data / "secret")).encode()


def kept(file: Path) -> str:
    """What stands in the file: 64 hex digits, made up where there is none. It is written beside it and put
    there whole: nobody reads half of it, and of two who make it one is first."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f"secret.{secrets.token_hex(8)}")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
            written.write(secrets.token_hex(32))
        try:
            os.link(beside, file)
        except FileExistsError:
            pass
        finally:
            beside.unlink()
    return file.read_text("ascii").strip()
