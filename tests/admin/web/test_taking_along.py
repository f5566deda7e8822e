"""Every list that can be taken along: the file says what the filters show, and no cell of it is a formula."""

import csv
import io
import re
from datetime import timedelta
from itertools import product

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import insert, update

from admin.listing import handing_out, listings
from storage import conversations, db, events, follow_ups, invitations, messages, requests, rounds, visits
from storage.tables import complaints, customers, sessions, survey_versions
from storage.tables import rounds as rounds_table
from storage.tables import surveys as surveys_table
from storage.tables import visits as visits_table
from tests.admin.web import world as worlds
from tests.admin.web.world import NOW
from tests.storage.rounds import plan

HOSTILE = (
    '=HYPERLINK("http://x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r\n=1",
    "a,\"b\";'c'\n二行",
    "<script>alert(1)</script>",
    "\u202etxt.exe\u2028",
    "\x01\x1b[31m𠀀",
    "长" * 33_000,
)
TAKEN = sorted(key for key, each in listings().items() if each.table)
FILTERED = {
    "audit": ("what=complaint", "who=clock&of=round:999"),
    "complaints": ("kind=complaint&owner=nobody", "state=closed"),
    "customers": ("order=name", "only=valued"),
    "responses": ("sort=worst&period=ever&survey=satisfaction", "channel=nope&below=10"),
    "visits": ("", "customer=999999"),
    "talks": ("", "only=waiting"),
    "requests": ("state=open", "state=refused"),
    "follow_ups": ("", "only=ended"),
    "rounds": ("", "state=closed"),
    "invitations": ("round=1", "round=1&state=bounced"),
    "users": ("sort=role", "role=viewer&only=left"),
    "parked": ("sort=newest", "only=mails"),
    "surveys": ("sort=title", "state=retired"),
}
"""List -> filters that show something, and such that may show nothing."""

NOBODYS_WORDS = ("audit", "parked", "requests", "users")
"""Lists in which nothing stands that somebody typed."""

NAMELESS = ("visits", "invitations")
"""Lists whose rows do not tell which they are by their first cell."""

OF_CUSTOMERS = sorted({"complaints", "customers", "responses", "visits", "talks", "follow_ups", "parked"})
"""Lists that leave out what is about who reads."""

SHOWN = {
    "audit": r'<li id="event-(\d+)"',
    "follow_ups": r'id="follow-up-(\d+)"',
    "invitations": r"""<tr>\s*<td><span class="one-line">.*?name="picked" value="(\d+)\"""",
    "parked": r'id="(?:message|mail)-(\d+)"',
    "surveys": r'<a href="/surveys/(\w+)"',
    "users": r'id="user-\d+">\s*<div class="line">.*?</label>\s*<b>[^<]*</b> <span class="aside">(\w+)',
    "visits": r'<li>\s*<p class="line">.*?<span class="badge">[^<]+</span><a href="/customers/(\d+)"',
}
"""List -> what tells its rows apart on the page, where that is no link to each."""


@pytest.fixture
def many(engine, world, monkeypatch):
    """Of everything one with each hostile text, read in portions of three."""
    monkeypatch.setattr(handing_out, "PORTION", 3)
    told = dict.fromkeys(visits.FIELDS, "")
    with db.writing(engine) as session:
        for n, words in enumerate(HOSTILE):
            clean = words.replace("\x00", "")
            (talk,) = conversations.load(session, [("webchat", f"h{n}")], NOW).values()
            session.execute(
                update(customers)
                .where(customers.c.id == talk.customer_id)
                .values(name=clean[:90], number=f"N{n}", segment=clean[:90])
            )
            key = worlds.complain(session, talk, clean[:3000], NOW - timedelta(minutes=n))
            session.execute(update(complaints).where(complaints.c.id == key).values(department=clean[:90]))
            worlds.respond(session, world.version, talk.id, clean[:3000], float(n), NOW, clean[:90])
            asks = {"number": f"R{n}", "conversation_id": talk.id, "customer_id": talk.customer_id}
            requests.keep(session, [requests.Asked(**asks, kind="export")], NOW - timedelta(days=n))
            signal = ("complaint", key, ("urgent", "unsafe")[n % 2], 1, NOW - timedelta(minutes=n))
            follow_ups.open_(session, follow_ups.Signalled(*signal), anonymous=False)
            messages.park(session, worlds.message(talk.id, 1, clean[:3000]), "OperationalError")
            talk.heard = True
            conversations.save(session, [talk])
            row = {**told, "matters": clean, "kind": "call", "at": NOW - timedelta(hours=n)}
            row |= {"customer_id": talk.customer_id, "user_id": world.staff["handler"]}
            session.execute(insert(visits_table), [row])
        for n, words in enumerate(HOSTILE):
            called = {"key": f"hostile_{n}", "title": words.replace("\x00", "")[:90], "created_at": NOW}
            of = session.execute(insert(surveys_table).values(called)).inserted_primary_key[0]
            version = {"survey_id": of, "number": 1, "definition": {}, "digest": f"{n}", "created_at": NOW}
            session.execute(insert(survey_versions).values(version))
            rounds.add(session, "satisfaction", {**plan(), "title": words[:90]}, False, None, NOW)
        invitations.choose(session, 1, invitations.Choice(), NOW)
        session.execute(update(rounds_table).where(rounds_table.c.id == 1).values(state="open"))
    return world


async def taken(visitor, key, query="", form="csv", ticked=None):
    """The rows of the file, its head first; with boxes `ticked`, those alone."""
    path = f"/lists/{key}/export{'?' + query if query else ''}"
    which = {"format": form} if ticked is None else {"ticked": form, "picked": ticked}
    data = {"csrf": visitor.csrf, **which}
    answer = await visitor.client.post(path, data=data, allow_redirects=False)
    assert answer.status == 200
    assert re.fullmatch(
        rf'attachment; filename="{key}-\d{{8}}\.{form}"', answer.headers["Content-Disposition"]
    )
    body = await answer.read()
    if form == "xlsx":
        return CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


async def shown(visitor, key, query):
    """What tells the rows of the list apart, in its order."""
    path = listings()[key].path or "/rounds/1"
    _, html = await visitor.get(f"{path}?{query}")
    main = html.split('id="main"')[1]
    if key in ("complaints", "requests"):
        return re.findall(r'<b class="figures">([^<]+)</b>', main)
    if key in SHOWN:
        return re.findall(SHOWN[key], main, re.DOTALL)
    return re.findall(rf'<a href="{path}/(\d+)"', main)


@pytest.mark.parametrize("key", TAKEN)
async def test_the_file_has_what_the_list_shows_and_no_cell_is_a_formula(key, many, visit):
    visitor = await visit("auditor")
    for query, form in product(FILTERED[key], ("csv", "xlsx")):
        head, *rows = await taken(visitor, key, query, form)
        told = await shown(visitor, key, query)
        assert len(head) == len(listings()[key].table.columns)
        assert len(rows) == len(told)
        if key not in NAMELESS:
            assert [row[0] for row in rows] == told
    plain, sheet = [await taken(visitor, key, FILTERED[key][0], form) for form in ("csv", "xlsx")]
    assert len(plain) == len(sheet) > 1
    if key in NOBODYS_WORDS:
        return
    assert len(plain) > len(HOSTILE)
    cells, told = [[cell for row in rows for cell in row] for rows in (plain, sheet)]
    assert any("<script>alert(1)</script>" in cell for cell in cells)
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "@"))]
    assert "'+1+1" in cells
    assert "+1+1" in told
    assert all(isinstance(cell, str) for cell in told)


async def boxes(visitor, key, query=""):
    """What the boxes of the list say, in its order."""
    _, html = await visitor.get(f"{listings()[key].path or '/rounds/1'}?{query}")
    return re.findall(r'name="picked" value="([^"]+)"', html)


@pytest.mark.parametrize("key", TAKEN)
async def test_the_rows_that_are_ticked_are_taken_along_alone_in_the_order_of_the_list(key, many, visit):
    visitor, query = await visit("auditor"), FILTERED[key][0]
    head, *rows = await taken(visitor, key, query)
    there = await boxes(visitor, key, query)
    assert len(there) == len(rows) > 1
    for form in ("csv", "xlsx"):
        assert len(await taken(visitor, key, query, form, [there[-1], there[0]])) == 3
    assert await taken(visitor, key, query, "csv", [there[-1], there[0]]) == [head, rows[0], rows[-1]]
    beside = ["999999999", "x", "", "-1", "1" * 40, "=1+1"]
    assert await taken(visitor, key, query, "csv", [*beside, there[1]]) == [head, rows[1]]


async def test_an_id_that_the_filters_or_rights_do_not_show_is_not_in_it(engine, many, visit):
    visitor, query = await visit("auditor"), "state=closed"
    there = await boxes(visitor, "complaints")
    for hidden in ("", "concerns"):
        if hidden:
            query = ""
            with db.writing(engine) as session:
                session.execute(update(complaints).values(concerns_id=many.staff["auditor"]))
        status, html = await visitor.post(f"/lists/complaints/export?{query}", ticked="csv", picked=there)
        assert (status, "都不在这张列表里了" in html) == (200, True), "it counts: all of the list was read"
    with db.reading(engine) as session:
        told = [each["trigger"] for each in events.of(session, "user", many.staff["auditor"])]
    assert "export" not in told


async def test_whoever_ticks_nothing_is_told_and_all_is_still_all(many, visit):
    visitor, back = await visit("auditor"), {"Referer": "http://x/customers?order=name&after=3"}
    for picked in ([], ["x", "", "1e3", "<script>"]):
        status, html = await visitor.post("/lists/customers/export", back, ticked="csv", picked=picked)
        assert (status, "还没有选中哪一行" in html) == (400, True)
        assert 'href="/customers?order=name&amp;after=3"' in html
    some = await boxes(visitor, "customers")
    everybody = await visitor.post("/lists/customers/export", format="csv", picked=some[:1])
    assert everybody[1].count("\n") > len(some)


@pytest.mark.parametrize("key", TAKEN)
async def test_all_of_a_page_are_taken_along_by_one_box_also_without_a_script(key, many, visit):
    visitor, query = await visit("handler"), FILTERED[key][0]
    _, html = await visitor.get(f"{listings()[key].path or '/rounds/1'}?{query}")
    there = re.findall(r'name="row" value="([^"]+)" form="take"', html)
    assert there == re.findall(r'name="picked" value="([^"]+)"[^>]*form="take"', html)
    assert 'name="whole" value="yes"' in html
    address = f"/lists/{key}/export?{query}"
    _, file = await visitor.post(address, ticked="csv", whole="yes", row=there)
    _, some = await visitor.post(address, ticked="csv", picked=there)
    assert file == some != ""


async def test_who_may_take_nothing_along_is_offered_no_boxes(many, visit):
    viewer = await visit("viewer")
    for key in ("complaints", "customers", "talks", "follow_ups"):
        assert await boxes(viewer, key) == [], key


async def test_who_took_what_along_is_kept_without_words(engine, many, visit):
    rows = await taken(await visit("auditor"), "customers", "q=13812345678&order=name")
    with db.reading(engine) as session:
        (event,) = [
            each for each in events.of(session, "user", many.staff["auditor"]) if each["trigger"] == "export"
        ]
    assert (event["source"], event["target"]) == ("customers", f"csv {len(rows) - 1}")
    assert event["user_id"] == many.staff["auditor"]


@pytest.mark.parametrize("key", OF_CUSTOMERS)
async def test_what_is_about_who_takes_it_along_is_not_in_it(engine, key, many, visit):
    visitor = await visit("auditor")
    before = await taken(visitor, key, FILTERED[key][0])
    with db.writing(engine) as session:
        session.execute(
            update(complaints)
            .where(complaints.c.story == HOSTILE[1])
            .values(concerns_id=many.staff["auditor"])
        )
    after = await taken(visitor, key, FILTERED[key][0])
    assert len(after) == len(before) - 1
    assert not [cell for row in after for cell in row if cell == "'+1+1"]


async def test_who_has_not_proved_of_late_who_they_are_is_asked_and_a_viewer_takes_nothing(
    engine, many, visit
):
    visitor = await visit("auditor")
    with db.writing(engine) as session:
        session.execute(update(sessions).values(proved_at=NOW - timedelta(hours=1)))
    status, html = await visitor.post("/lists/customers/export", format="csv")
    assert (status, "请确认是您本人" in html) == (403, True)
    proved = await visitor.post("/lists/customers/export", format="csv", proof=worlds.PASSWORD)
    assert (proved[0], "N1" in proved[1]) == (200, True)
    there = await boxes(visitor, "customers")
    with db.writing(engine) as session:
        session.execute(update(sessions).values(proved_at=NOW - timedelta(hours=1)))
    status, html = await visitor.post("/lists/customers/export", ticked="csv", picked=there[1:4])
    kept = re.findall(r'<input type="hidden" name="(picked|ticked)" value="([^"]*)"', html)
    assert (status, kept) == (403, [("ticked", "csv"), *(("picked", each) for each in there[1:4])])
    some = {"ticked": "csv", "picked": there[1:4], "proof": worlds.PASSWORD}
    assert (await visitor.post("/lists/customers/export", **some))[0] == 200
    viewer = await visit("viewer")
    assert (await viewer.post("/lists/customers/export", format="csv"))[0] == 403
    assert "/export" not in (await viewer.get("/customers"))[1]


async def test_what_is_no_list_or_no_file_is_not_there(world, visit):
    visitor = await visit("auditor")
    for key, form in (("nothing", "csv"), ("views", "csv"), ("customers", "pdf"), ("customers", "")):
        assert (await visitor.post(f"/lists/{key}/export", format=form))[0] == 404


async def test_a_sheet_that_is_full_says_no_more(many, visit, monkeypatch):
    monkeypatch.setattr("admin.tables_out.MOST", 4)
    visitor = await visit("auditor")
    assert len(await taken(visitor, "customers", "", "xlsx")) == 4
    assert len(await taken(visitor, "customers", "", "csv")) > 4
