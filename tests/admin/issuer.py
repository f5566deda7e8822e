"""A sign-in service (OpenID Connect) of the tests' own: it signs in whom it is told to, as it is told."""

import base64
import hashlib
import secrets
import time
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm
from yarl import URL

CLIENT, SECRET = "manyi", "s3cret:+of/ours"


@cache
def key(name: str) -> Any:
    """A private key; of the same name the same: of an elliptic curve where the name begins so."""
    if name.startswith("ec"):
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public(name: str) -> dict[str, Any]:
    """The public half, as a JWK."""
    made = ECAlgorithm if name.startswith("ec") else RSAAlgorithm
    return {**made.to_jwk(key(name).public_key(), as_dict=True), "kid": name, "use": "sig"}


def pem(name: str) -> bytes:
    """The public half, as PEM."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key(name).public_key().public_bytes(serialization.Encoding.PEM, form)


class Issuer:
    """`claims` are put over those of a good token (None: left out), `signs` is (key, algorithm, kid), `keys`
    the names of the keys that are shown, `says` is put over what it says of itself; `asked` counts what it
    was asked for."""

    def __init__(self) -> None:
        self.url = ""
        self.claims: dict[str, Any] = {}
        self.signs: tuple[Any, str, str | None] = (key("one"), "RS256", "one")
        self.keys = ["one"]
        self.says: dict[str, Any] = {}
        self.asked: dict[str, int] = {}
        self.error = ""
        self._codes: dict[str, dict[str, str]] = {}

    def app(self) -> web.Application:
        """To be served."""
        made = web.Application()
        made.router.add_get("/.well-known/openid-configuration", self._itself)
        made.router.add_get("/keys", self._keys)
        made.router.add_post("/token", self._token)
        return made

    def sign_in(self, address: str) -> str:
        """Who was sent to this address signs in: the path of ours that they are sent back to."""
        asked = dict(URL(address).query)
        assert asked["client_id"] == CLIENT
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        code = secrets.token_urlsafe(8)
        self._codes[code] = asked
        back = URL(asked["redirect_uri"]).with_query(code=code, state=asked["state"], iss=self.url)
        return str(back.relative())

    async def _itself(self, _request: web.Request) -> web.Response:
        self._count("itself")
        told = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize?ui=staff",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "end_session_endpoint": f"{self.url}/leave",
            "authorization_response_iss_parameter_supported": True,
        }
        return web.json_response({**told, **self.says})

    async def _keys(self, _request: web.Request) -> web.Response:
        self._count("keys")
        return web.json_response({"keys": [public(name) for name in self.keys]})

    async def _token(self, request: web.Request) -> web.Response:
        self._count("token")
        form = await request.post()
        if self.error:
            return web.json_response({"error": self.error}, status=400)
        given = base64.b64decode(request.headers["Authorization"].removeprefix("Basic ")).decode()
        asked = self._codes.pop(str(form["code"]), None)
        assert given == "manyi:s3cret%3A%2Bof%2Fours"
        if asked is None:
            return web.json_response({"error": "invalid_grant"}, status=400)
        digest = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
        assert form["redirect_uri"] == asked["redirect_uri"]
        told = {"access_token": "x", "token_type": "Bearer", "id_token": self._signed(asked)}
        return web.json_response(told)

    def _signed(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.url,
            "sub": "7f3a",
            "aud": CLIENT,
            "exp": now + 300,
            "iat": now,
            "nonce": asked["nonce"],
            "email": "Handler@qinghe.example",
            "email_verified": True,
            **({"auth_time": now} if "max_age" in asked else {}),
            **self.claims,
        }
        sealed, algorithm, kid = self.signs
        told = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(told, sealed, algorithm, headers={"kid": kid} if kid else {})

    def _count(self, what: str) -> None:
        self.asked[what] = self.asked.get(what, 0) + 1
