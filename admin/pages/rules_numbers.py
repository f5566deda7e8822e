"""The numbers of the policy that people change most, and the hours of the week, in forms: the text with them
is looked at, and saved, as any other."""

import asyncio

from aiohttp import web

from admin import ruling_form, ruling_text
from admin.door import door
from admin.pages import Page, Route
from admin.pages.rules import LARGEST, Typed, compared, fetch, page, readable, standing
from admin.rules_sheets import SHEETS
from admin.ruling_form import Draft
from admin.security import revision
from storage.domain.problems import Invalid


async def form(request: web.Request) -> web.Response:
    """What the form would change, or what is wrong with them, each at its field."""
    sent, texts, kind = await request.post(), door(request).texts, request.match_info["kind"]
    last = await door(request).read(fetch, kind, texts)
    stands, sheet = readable(kind, last["text"]), SHEETS[kind]
    told = sheet.typed(sent, sheet.fields(stands))
    text = sheet.text(stands, told)
    if revision(sent) != last["seen"]:
        return await page(request, Typed(text, texts("page.rules.stale"), status=409), Draft(told))
    if found := sheet.long(told) or ruling_form.wrong(kind, text):
        places = [(each, sheet.place(each.where, text)) for each in found]
        wrong = {place: ruling_form.why(each, texts) for each, place in places}
        rest = ruling_text.faults(text, Invalid([each for each, place in places if place not in told]), texts)
        return await page(
            request, Typed(text, texts("page.ruled.faulty"), tuple(rest), status=400), Draft(told, wrong)
        )
    looked = await asyncio.to_thread(compared, await standing(request), kind, text, texts)
    return await page(request, looked, Draft(told))


PAGE = Page(
    "rules_numbers",
    (Route("POST", "/rules/{kind:policy|calendar}/form", form, "administrator", LARGEST),),
)
