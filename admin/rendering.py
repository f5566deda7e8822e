"""Templates to pages: autoescaped, with the texts of the locale and the times of the organisation."""

from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
from aiohttp import web

from admin import assets, explaining, naming
from admin.door import PERSON, door, now
from admin.looking import LOOKS, look
from admin.marking import calm
from admin.menu import KEYS, menu
from admin.pages import may, pages
from admin.security import FORM_COOKIE, form_token, set_cookie
from admin.speaking import offered, towards
from admin.summary.judging import SIGNS
from storage.domain import form, handling, judging
from storage.domain.locale import Texts
from storage.queries import marks
from storage.settings import Settings

HERE = Path(__file__).parent

KB, MB = 1_000, 1_000_000


def environment(settings: Settings, texts: Texts) -> jinja2.Environment:
    """The templates, with everything that all of them may use."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    zone = ZoneInfo(settings.timezone)
    made.filters.update(
        day=lambda at: texts("page.format.day", at=at.astimezone(zone)) if at else "",
        month=lambda at: texts("page.format.month", at=at),
        moment=lambda at, dated=False: moment(at, zone, texts, dated),
        iso=lambda at: at.isoformat(timespec="seconds") if at else "",
        number=lambda value, digits=0: "–" if value is None else f"{value:.{digits}f}",
        size=lambda count: size(count, texts),
        called=lambda key, names: naming.called(key, names, texts),
        calm=calm,
        keywords_of=explaining.keywords_of,
        marked=lambda part, analysis, hide=False: explaining.marked(part, analysis, texts, hide),
        marked_quote=lambda quote: explaining.marked_quote(quote, texts),
        matters_of=explaining.matters_of,
        mood=judging.mood,
        narrowed=lambda filters: sum(each.value != each.options[0][0] for each in filters),
        offends=explaining.offends,
        quoted=explaining.quoted,
        rests_on=explaining.rests_on,
        sure=explaining.sure,
    )
    made.globals.update(
        t=texts,
        asset=assets.ours().address,
        language=texts.language,
        languages=offered(settings.language),
        looks=LOOKS,
        has=texts.has,
        longest_of={**handling.LONGEST, "field": form.LONGEST},
        house=settings,
        demo=settings.demo,
        vega=version("vl-convert-python"),
        may=may,
        signs=SIGNS,
        towards=towards,
        now=now,
        go_keys=KEYS,
        menu=partial(menu, pages(settings)),
        own_pages={r.path for page in pages(settings) for r in page.routes if r.own and r.method == "GET"},
    )
    return made


def moment(at: datetime | None, zone: ZoneInfo, texts: Texts, dated: bool = False) -> str:
    """A time as staff read it: the hour today (`dated`: and that it is today), day and hour this year, the
    year too in another one."""
    if at is None:
        return ""
    local, today = at.astimezone(zone), now().astimezone(zone)
    same_year = "this_year" if local.year == today.year else "earlier"
    key = ("dated" if dated else "today") if local.date() == today.date() else same_year
    return texts(f"page.format.{key}", at=local)


def size(count: int, texts: Texts) -> str:
    """So many bytes as people say it; as in the limit that customers are told, a MB is a million."""
    if count < KB:
        return texts("page.format.tiny")
    return f"{count / KB:.0f} KB" if count < MB else f"{count / MB:.1f} MB"


async def render(
    request: web.Request, template: str, status: int = 200, live_at: Any = "", **values: Any
) -> web.Response:
    """The page, for whom asks. A form token is handed out with it. `live_at`: where a page that answers what
    was posted looks for what has changed since, if that is not its own address."""
    place, somebody = door(request), request.get(PERSON)
    counts = await place.read(marks.counts, now()) if somebody else {}
    token = form_token(request)
    page = place.templates.get_template(template)
    posted = request.method == "POST"  # then its address shows another page
    where = {"path": request.path, "address": str(request.rel_url), "look": look(request), "posted": posted}
    if posted:
        where["live_at"] = live_at or shown_at(request)
    html = page.render(person=somebody, csrf=token, counts=counts, **where, **values)
    response = web.Response(text=html, content_type="text/html", status=status)
    if not somebody:
        set_cookie(request, response, FORM_COOKIE, token)
    return response


def shown_at(request: web.Request) -> str:
    """The address that was posted to; empty where no page is to be had."""
    asked = request.match_info.route.resource
    gets = {each.canonical for each in request.app.router.resources() if any(r.method == "GET" for r in each)}
    return str(request.rel_url) if asked and asked.canonical in gets else ""
