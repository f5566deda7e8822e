"""Whether staff can sign in by the organisation's sign-in service: what it says of itself, its keys."""

import asyncio
from collections.abc import Iterator

from admin.finding import Finding
from admin.oidc import going, provider
from admin.oidc.asking import Refused
from storage.settings import Settings


def examine(settings: Settings) -> Iterator[Finding]:
    """Nothing where there is none."""
    if not settings.oidc_issuer:
        return
    told = {"issuer": settings.oidc_issuer.rstrip("/"), "back": f"{settings.admin_address}{going.BACK}"}
    try:
        usable = asyncio.run(_usable(settings.oidc_issuer))
    except Refused as refused:
        yield Finding("bad", f"oidc_{refused.code}", told)
    else:
        yield Finding("good" if usable else "bad", "oidc_ok" if usable else "oidc_keys", told)
    if not settings.admin_url:
        yield Finding("note", "oidc_outside", told)


async def _usable(issuer: str) -> bool:
    found = await provider.fetch_keys(await provider.discover(issuer))
    return any(key.algorithm_name in provider.ALGORITHMS for key in found.keys)
