"""What the sign-in service says of itself (OpenID Connect Discovery 1.0), and the keys that it signs with."""

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from admin.oidc.asking import Refused, ask
from storage.mistakes import trusted

if TYPE_CHECKING:
    from jwt import PyJWK, PyJWKSet

WELL_KNOWN: Final = "/.well-known/openid-configuration"
ALGORITHMS: Final = ("RS256", "ES256")
"""By which a token may be signed: never by a secret that we share, never by none (RFC 8725)."""


class Provider(NamedTuple):
    """Its addresses. `leave`: where they sign out there, empty: nowhere; `in_form`: our secret goes into the
    form, not the header; `named`: it says in each answer who it is (RFC 9207)."""

    issuer: str
    authorize: str
    token: str
    keys: str
    leave: str
    in_form: bool
    named: bool


async def discover(issuer: str) -> Provider:
    """What stands at the issuer's well-known address. Raises Refused: unreachable, stranger, other_issuer."""
    status, told = await ask(issuer.rstrip("/") + WELL_KNOWN)
    if status != 200:
        raise Refused("stranger")
    named = str(told.get("issuer", ""))
    if named.rstrip("/") != issuer.rstrip("/"):
        raise Refused("other_issuer")
    ways = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    found = Provider(
        named,
        authorize=_address(told, "authorization_endpoint"),
        token=_address(told, "token_endpoint"),
        keys=_address(told, "jwks_uri"),
        leave=_address(told, "end_session_endpoint"),
        in_form="client_secret_basic" not in ways,
        named=told.get("authorization_response_iss_parameter_supported") is True,
    )
    if not (found.authorize and found.token and found.keys):
        raise Refused("stranger")
    return found


async def fetch_keys(provider: Provider) -> "PyJWKSet":
    """Its keys that we can use. Raises Refused: unreachable, stranger."""
    from jwt import PyJWKSet, PyJWTError  # noqa: PLC0415 - 0.2 s, and few need it

    status, told = await ask(provider.keys)
    if status != 200:
        raise Refused("stranger")
    try:
        return PyJWKSet.from_dict(told)
    except (PyJWTError, AttributeError, TypeError, ValueError) as error:
        raise Refused("stranger") from error


def fitting(keys: "PyJWKSet", kid: str | None, algorithm: str) -> "PyJWK | None":
    """The key of this name; without a name, the only one that there is."""
    found = [
        key
        for key in keys.keys
        if key.algorithm_name == algorithm
        and key.public_key_use in (None, "sig")
        and kid in (None, key.key_id)
    ]
    return found[0] if len(found) == 1 else None


def _address(told: dict[str, Any], key: str) -> str:
    """The address under this key; empty where there is none, or anybody could come between."""
    found = told.get(key)
    return found if isinstance(found, str) and trusted(found) else ""
