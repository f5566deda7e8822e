"""The ID token: who has signed in there, checked as OpenID Connect Core 1.0 has it in 3.1.3.7."""

import hmac
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from admin.oidc.asking import Refused
from admin.oidc.provider import ALGORITHMS

if TYPE_CHECKING:
    from jwt import PyJWK

SKEW: Final = 60
"""Seconds by which their clock and ours may differ."""

LONGEST: Final = 255
"""Characters of a subject (OpenID Connect Core 1.0, 2)."""

NEEDED: Final = ["iss", "sub", "aud", "exp", "iat"]


class Claims(NamedTuple):
    """`email` is verified, empty: none is; `signed_in_at`: the second (Unix) in which they last signed in
    there, 0: it does not say."""

    subject: str
    email: str
    signed_in_at: float

    def since(self, at: datetime) -> bool:
        """Whether they have signed in there since then, as far as two clocks can tell."""
        return self.signed_in_at >= at.timestamp() - SKEW


def head(token: str) -> tuple[str | None, str]:
    """(the name of the key, the algorithm), as the token itself says. Raises Refused: token."""
    import jwt  # noqa: PLC0415 - 0.2 s, and few need it

    try:
        found = jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        raise Refused("token") from error
    algorithm, kid = found.get("alg"), found.get("kid")
    if algorithm not in ALGORITHMS:
        raise Refused("token")
    return kid if isinstance(kid, str) else None, str(algorithm)


def claims(token: str, key: "PyJWK", issuer: str, client: str, nonce: str) -> Claims:
    """What it says, if this key has signed it, for us, now, as we asked. Raises Refused: clock, token."""
    import jwt  # noqa: PLC0415 - 0.2 s, and few need it

    try:
        found = jwt.decode(
            token,
            key,
            algorithms=list(ALGORITHMS),
            audience=client,
            issuer=issuer,
            leeway=SKEW,
            options={"require": NEEDED, "enforce_minimum_key_length": True},
        )
    except (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError) as error:
        raise Refused("clock") from error
    except jwt.PyJWTError as error:
        raise Refused("token") from error
    subject = found["sub"]
    ours = _meant(found, client) and hmac.compare_digest(_text(found, "nonce").encode(), nonce.encode())
    if not ours or not isinstance(subject, str) or not 0 < len(subject) <= LONGEST:
        raise Refused("token")
    email = _text(found, "email") if found.get("email_verified") is True else ""
    at = found.get("auth_time")
    told = float(at) if isinstance(at, int | float) and not isinstance(at, bool) else 0.0
    return Claims(subject, email, told)


def _meant(found: dict[str, Any], client: str) -> bool:
    """Whether it was given out to us: where it is for others too, it has to say so."""
    many = isinstance(found["aud"], list) and len(found["aud"]) > 1
    return bool(found["azp"] == client if "azp" in found else not many)


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""
