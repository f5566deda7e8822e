"""The sign-in service as one process knows it: remembered for an hour, its keys asked for anew where a token
names one that is not known."""

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Final

from aiohttp import web

from admin.oidc import going, tokens
from admin.oidc.asking import Refused
from admin.oidc.provider import Provider, discover, fetch_keys, fitting
from admin.oidc.tokens import Claims
from storage.settings import Settings

if TYPE_CHECKING:
    from jwt import PyJWK, PyJWKSet

LASTS: Final = 3600.0
"""Seconds."""


@dataclass
class Party:
    """Who says who somebody is."""

    _settings: Settings
    _provider: Provider | None = None
    _until: float = 0.0
    _keys: "PyJWKSet | None" = None

    async def provider(self) -> Provider:
        """As it says of itself. Raises Refused."""
        if self._provider is None or monotonic() >= self._until:
            self._provider, self._keys = await discover(self._settings.oidc_issuer), None
            self._until = monotonic() + LASTS
        return self._provider

    async def claims(self, code: str, token: str) -> Claims:
        """Who has come back with this code to the browser of this token. Raises Refused."""
        provider = await self.provider()
        told = await going.exchange(provider, self._settings, code, token)
        key = await self._key(provider, *tokens.head(told))
        client = self._settings.oidc_client
        return tokens.claims(told, key, provider.issuer, client, going.nonce(token))

    async def _key(self, provider: Provider, kid: str | None, algorithm: str) -> "PyJWK":
        """Looked for among those known, then once among those that it has now."""
        found = fitting(self._keys, kid, algorithm) if self._keys else None
        if found is None:
            self._keys = await fetch_keys(provider)
            found = fitting(self._keys, kid, algorithm)
        if found is None:
            raise Refused("token")
        return found


PARTY = web.AppKey("party", Party)


def add(app: web.Application, settings: Settings) -> None:
    """It is asked when somebody needs it."""
    app[PARTY] = Party(settings)
