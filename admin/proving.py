"""Before what is dangerous whoever is signed in proves again that it is they: by password, or by a code of
the second factor. What they have typed comes along, so that nothing is lost; passwords are asked for anew.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlencode

from aiohttp import web
from multidict import MultiMapping

from admin.door import PERSON, door, now, person
from admin.rendering import render
from admin.security import RENEWED, TOKEN
from admin.speaking import within
from storage import users
from storage.domain import totp
from storage.domain.locale import Texts

FIELD: Final = "proof"
BACK: Final = "proof_back"
OURS: Final = frozenset({"csrf", FIELD, BACK})
PASSWORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "password": "page.users.password",
        "old": "page.password.old",
        "again": "page.password.again",
        "bot_token": "page.channels.token",
        "mail_password": "page.channels.password",
    }
)
"""Fields of forms that are never sent back -> what each is called there, and where it is typed anew."""


async def asked(request: web.Request) -> web.Response | None:
    """The page that asks; None: they have proved it of late, or do so with this very form."""
    if users.lately(person(request).proved_at, now()):
        return None
    form: MultiMapping[Any] = await request.post()
    if FIELD not in form:
        return await page(request, form)
    wrong, wait = await prove(request, str(form[FIELD]))
    return await page(request, form, wrong, wait) if wrong else None


async def page(request: web.Request, form: MultiMapping[Any], wrong: str = "", wait: int = 0) -> web.Response:
    """The page, with the form that it came from; `wait`: seconds until another try is looked at."""
    place, posted = door(request), request.method == "POST"
    factor = await place.read(users.second_factor, person(request).user_id)
    linked = await place.read(users.identity_of, person(request).user_id, place.settings.oidc_issuer)
    kept, again = carried(form, place.texts)
    shown = {
        "elsewhere": elsewhere(request, posted=posted) if linked or not by_password(request) else "",
        "by_password": by_password(request),
        "action": request.rel_url if posted else "/prove",
        "kept": kept + ([] if posted else [("next", str(request.rel_url))]),
        "again": again,
        "back": within(str(form.get(BACK) or request.headers.get("Referer", "/"))),
        "by_code": factor.since is not None,
        "wrong": wrong,
    }
    response = await render(request, "proving.html", status=429 if wait else 403, **shown)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def carried(form: MultiMapping[Any], texts: Texts) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What comes along of a form, and the passwords in it that are to be typed anew: (name, label)."""
    typed = [(name, value) for name, value in form.items() if isinstance(value, str) and name not in OURS]
    kept = [(name, value) for name, value in typed if name not in PASSWORDS]
    again = [name for name, value in typed if name in PASSWORDS and value]
    return kept, [(name, texts(PASSWORDS[name], shortest=users.SHORTEST)) for name in again]


async def prove(request: web.Request, typed: str) -> tuple[str, int]:
    """What is wrong with this proof, in words, and how many seconds to wait; nothing: it is good from now on,
    and the session goes on under a new token."""
    place, me, token = door(request), person(request), request[TOKEN]
    if not typed:
        return ("" if users.lately(me.proved_at, now()) else place.texts("page.proving.not_yet")), 0
    factor = await place.read(users.second_factor, me.user_id)
    if factor.since and (totp.plain(typed) or not by_password(request)):
        fresh, wait = await place.write(users.prove_by_code, me.user_id, token, typed, now())
        return proven(request, fresh, wait)
    if not by_password(request):
        return place.texts("page.proving.not_yet"), 0
    return await prove_password(request, typed)


def by_password(request: web.Request) -> bool:
    """Whether a password proves who they are: where it signs them in."""
    return not door(request).settings.oidc_only or person(request).role == "administrator"


def elsewhere(request: web.Request, *, posted: bool) -> str:
    """Where they prove it by the organisation's sign-in service, empty: nowhere. What was posted stays in
    this window meanwhile."""
    if not door(request).settings.oidc_issuer:
        return ""
    back = "/prove/oidc/done" if posted else str(request.rel_url)
    return f"/prove/oidc?{urlencode({'back': back})}"


def proven(request: web.Request, fresh: str, wait: int) -> tuple[str, int]:
    """Go on with the new token; without one, say so."""
    if not fresh:
        return door(request).texts(f"page.proving.{'wait' if wait else 'wrong'}", seconds=wait), wait
    request[TOKEN] = request[RENEWED] = fresh
    request[PERSON] = replace(person(request), proved_at=now())
    return "", 0


async def prove_password(request: web.Request, typed: str) -> tuple[str, int]:
    """As `prove`, by password alone. It takes long to check, so no transaction waits for it."""
    place, user_id = door(request), person(request).user_id
    tried = await place.write(users.attempt_again, user_id, now())
    if await asyncio.to_thread(users.proves, tried, typed[:1000]):
        fresh = await place.write(users.prove_by_password, user_id, request[TOKEN], tried, now())
        return proven(request, fresh, 0)
    if tried.failures:
        await place.write(users.prove_failed, user_id, now())
    return proven(request, "", tried.wait)
