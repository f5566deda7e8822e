"""To the sign-in service and back. What is sent along is made from one token, which only the cookie of this
browser has: so no state of another browser fits, and none can be made up."""

import hmac
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Final
from urllib.parse import quote_plus

from yarl import URL

from admin.oidc.asking import Refused, ask
from admin.oidc.provider import Provider
from storage.secret import sign
from storage.settings import Settings

BACK: Final = "/sign-in/oidc/back"
"""Where the service sends them back to."""

SCOPE: Final = "openid email"


def nonce(token: str) -> str:
    """What the ID token has to bring back."""
    return sign("oidc nonce", token)


def there(provider: Provider, settings: Settings, token: str, *, anew: bool) -> str:
    """Where to send the browser that has this token; `anew`: they sign in there though they are."""
    challenge = urlsafe_b64encode(sha256(_verifier(token).encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": settings.oidc_client,
        "redirect_uri": _redirect(settings),
        "scope": SCOPE,
        "state": _state(token),
        "nonce": nonce(token),
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        **({"prompt": "login", "max_age": "0"} if anew else {}),
    }
    return str(URL(provider.authorize).update_query(asked))


def leaving(provider: Provider, settings: Settings) -> str:
    """Where they sign out there too (OpenID Connect RP-Initiated Logout 1.0)."""
    here = f"{settings.admin_address}/sign-in"
    asked = {"client_id": settings.oidc_client, "post_logout_redirect_uri": here}
    return str(URL(provider.leave).update_query(asked))


def belongs(query: Mapping[str, str], token: str) -> bool:
    """Whether the answer is to what this browser has asked."""
    state = query.get("state", "").encode("utf-8", "replace")
    return bool(token) and hmac.compare_digest(state, _state(token).encode())


def code(query: Mapping[str, str], provider: Provider) -> str:
    """The code that the answer has, from this service. Raises Refused: denied, token."""
    if query.get("iss", "" if provider.named else provider.issuer) != provider.issuer:
        raise Refused("token")
    if "error" in query or not query.get("code"):
        raise Refused("denied")
    return query["code"]


async def exchange(provider: Provider, settings: Settings, given: str, token: str) -> str:
    """The ID token for the code. Raises Refused: unreachable, stranger, client, stale, token."""
    form = {
        "grant_type": "authorization_code",
        "code": given,
        "redirect_uri": _redirect(settings),
        "code_verifier": _verifier(token),
    }
    headers = {}
    if settings.oidc_secret and not provider.in_form:
        pair = f"{quote_plus(settings.oidc_client)}:{quote_plus(settings.oidc_secret)}"
        headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    else:
        form["client_id"] = settings.oidc_client
        form |= {"client_secret": settings.oidc_secret} if settings.oidc_secret else {}
    status, told = await ask(provider.token, form, headers)
    if status == 200 and isinstance(told.get("id_token"), str):
        return str(told["id_token"])
    why = {"invalid_client": "client", "unauthorized_client": "client", "invalid_grant": "stale"}
    raise Refused(why.get(str(told.get("error")), "token"))


def _redirect(settings: Settings) -> str:
    return f"{settings.admin_address}{BACK}"


def _state(token: str) -> str:
    return sign("oidc state", token)


def _verifier(token: str) -> str:
    """64 characters; RFC 7636 has 43 to 128."""
    return sign("oidc verifier", token)
