"""What must be read again but not by who has the database alone: sealed under a key that is kept outside it.

AES-256-GCM (NIST SP 800-38D) with a random nonce; what it is for is authenticated with it, so that nothing
sealed for one purpose opens as another. What is sealed is found again by its blind index, a keyed digest.
An address is index and seal in one: AES-SIV (RFC 5297) without a nonce gives the same address the same seal,
so that it is found and opened by one column, and tells who has the database no more than a digest would.
The key is `MANYI_SEALING_KEY`, or else a file in the folder of `MANYI_DATA`. Whoever loses it loses what was
sealed: unlike `MANYI_SECRET` it cannot be changed.
"""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache
from pathlib import Path
from typing import Final

from storage.secret import kept
from storage.settings import settings

_FORM: Final = b"\x01"
"""How it is sealed, should that ever change."""

_NONCE: Final = 12

MARK: Final = "~"
"""How a text begins that was sealed by `same`."""

_TAG: Final = 16


class Unopened(ValueError):
    """Sealed under another key, for another purpose, or damaged."""


def seal(purpose: str, text: str) -> bytes:
    """The text, as it is kept: 29 bytes more than its UTF-8, and different each time."""
    nonce = secrets.token_bytes(_NONCE)
    return _FORM + nonce + bytes(_cipher().encrypt(nonce, text.encode(), purpose.encode()))


def opened(purpose: str, sealed: bytes) -> str:
    """The text that was sealed for this purpose; raises Unopened."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - 0.2 s, and few need it

    nonce, rest = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    try:
        if sealed[:1] != _FORM or len(nonce) < _NONCE:
            raise Unopened(purpose)
        return str(_cipher().decrypt(nonce, rest, purpose.encode()), "utf-8")
    except InvalidTag as error:
        raise Unopened(purpose) from error


def blind(purpose: str, text: str) -> str:
    """The digest by which a sealed text is found, in hex; the same text has the same, for one purpose."""
    return hmac.new(_key("blind index"), f"{purpose}\n{text}".encode(), "sha256").hexdigest()


def same(purpose: str, text: str) -> str:
    """The text sealed so that the same text has the same seal, for one purpose; not for an empty one."""
    return MARK + urlsafe_b64encode(
        _siv().encrypt(text.encode("utf-8", "replace"), [purpose.encode()])
    ).decode().rstrip("=")


def opened_same(purpose: str, sealed: str) -> str:
    """The text that was so sealed for this purpose; raises Unopened."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - 0.2 s, and few need it

    rest = sealed.removeprefix(MARK)
    try:
        kept = urlsafe_b64decode(rest + "=" * (-len(rest) % 4))
        if rest == sealed or len(kept) <= _TAG:
            raise Unopened(purpose)
        return str(_siv().decrypt(kept, [purpose.encode()]), "utf-8")
    except (InvalidTag, ValueError) as error:
        raise Unopened(purpose) from error


def proof() -> str:
    """What tells this key from all others, and nothing of it."""
    return blind("proof of the key", "")


def place() -> Path:
    """The file that the key is kept in, unless the settings have it."""
    return settings().data / "sealing.key"


def known() -> bool:
    """Whether there is a key: who asks makes none."""
    return bool(settings().sealing_key) or place().exists()


@cache
def _siv():  # type: ignore[no-untyped-def]
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV  # noqa: PLC0415 - 0.2 s, and few need it

    return AESSIV(_key("seal the same") + _key("find the same"))


@cache
def _cipher():  # type: ignore[no-untyped-def]
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - 0.2 s, and few need it

    return AESGCM(_key("seal"))


@cache
def _key(use: str) -> bytes:
    """32 bytes for each use, derived from the one that is kept."""
    whole = settings().sealing_key or kept(place())
    return hmac.new(whole.encode(), use.encode(), "sha256").digest()
