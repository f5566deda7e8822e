"""Who sees their own departments alone finds nothing of the others, by whatever address, and changes nothing
there (deny by default); what is of their own, they see."""

import hashlib
import re
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from admin.pages import pages
from storage import (
    attaching,
    complaints,
    conversations,
    db,
    departments,
    files,
    mails,
    messages,
    requests,
    scans,
    users,
    visits,
)
from storage.customers import contacting, ordering
from storage.mails import Settled
from storage.queries import follow_ups, parked
from storage.settings import Settings
from storage.tables import complaints as table
from storage.tables import customers as customers_table
from storage.tables import events, metadata, responses
from storage.users import Scope
from tests.admin.web import world as worlds
from tests.admin.web.test_roles import TABLE, address, thing_of
from tests.admin.web.world import NOW
from tests.databases import ON_SQLITE

OURS, THEIRS = "售后部", "质量部"
WORDS = "压缩机漏油还冒烟"
FILE = "冒烟的照片"
NAME = "欧阳海棠"
PLANTED = (WORDS[:5], WORDS[3:], FILE, NAME, "R9-", "13900001234", "DD-77812")
SIGNATURE = hashlib.sha256(b"alike").digest() * 8


def member(session, world, role="handler", further=None, department=OURS):
    """The handler is of one department, and of these further ones, and sees nothing else."""
    at, chief = NOW, world.staff["administrator"]
    scope = Scope("own", further or {})
    users.place(session, world.staff["handler"], role, department, ("handler", ""), chief, at, scope)


@pytest.fixture
def other(engine, world):
    """The handler sees one department alone, which the complaint of the world is of; all that there is of
    another one: the world with its ids."""
    with db.writing(engine) as session:
        chief = world.staff["administrator"]
        for name in (OURS, THEIRS):
            departments.add(session, name, chief, NOW)
        member(session, world)
        talk = conversations.load(session, [("webchat", "海棠")], NOW)["webchat", "海棠"]
        worlds.say(session, talk, WORDS)
        talk.waiting_since, talk.waiting_for = NOW, "human"
        conversations.save(session, [talk])
        key = worlds.complain(session, talk, WORDS)
        of = update(table).values(department=THEIRS, product=WORDS, segment=WORDS)
        session.execute(of.where(table.c.id == key))
        session.execute(update(table).values(department=OURS).where(table.c.id == world.complaint))
        whose = talk.customer_id
        named = update(customers_table).where(customers_table.c.id == whose)
        session.execute(named.values(name=NAME, note=WORDS))
        contacting.add(session, whose, "phone", "13900001234", WORDS, chief, NOW)
        ordering.add(session, whose, {"number": "DD-77812", "product": WORDS}, NOW.date(), chief, NOW)
        given = worlds.respond(session, world.version, talk.id, WORDS)
        session.execute(update(responses).where(responses.c.id == given).values(customer_id=whose))
        messages.park(session, worlds.message(talk.id, 3, WORDS), "OperationalError")
        waits = parked.listing(session)[-1].id
        files.keep(session, talk.id, f"{FILE}.png", "image/png", b"...", NOW)
        scans.attach(session, given, chief, [attaching.Sent(f"{FILE}.txt", "text/plain", b"..1")], NOW)
        attaching.attach(session, key, chief, [attaching.Sent(f"{FILE}.txt", "text/plain", b"...")], NOW)
        asked = [
            requests.Asked(number=f"R9-{kind}", conversation_id=talk.id, customer_id=whose, kind=kind)
            for kind in ("export", "erase")
        ]
        requests.keep(session, asked, NOW)
        mails.keep(session, [mails.Arrived("m", b"Subject: x\r\n\r\nx", "a@example.cn", NOW)])
        (mail,) = mails.claim(session, 10, 1000)
        told = {"subject": WORDS, "text": WORDS, "conversation_id": talk.id}
        mails.settle(session, [Settled(mail.id, "held", "reply", "other_sender", **told)])
        for one in (key, world.complaint):
            found = {"urgency": "now", "categories": [["service_attitude", -0.9, 0, 5]]}
            worlds.read(session, "complaint", one, signature=SIGNATURE, **found)
        complaints.note(session, key, chief, f"{WORDS}，要谈", NOW)
        complaints.link(session, world.complaint, complaints.one(session, key).number, chief, NOW)
        visits.add(session, visits.Told("call", NOW, whose, "", {"matters": WORDS}), chief, NOW)
    return replace(world, talk=talk.id, complaint=key, parked=waits)


def routes():
    return [route for page in pages(Settings(demo=True, _env_file=None)) for route in page.routes]


MANY = ("/complaints", "/customers", "/follow-ups")
"""Where something is done with many, each on its own: the page tells with which not."""

LISTS = (
    *("/complaints?state=acknowledged", "/complaints?owner=nobody", f"/complaints?department={THEIRS}"),
    *(
        "/talks?only=waiting",
        "/search?q=漏油",
        "/search?q=冒烟&part=files",
        "/search?q=海棠",
        "/customers?q=海棠",
    ),
    *(
        "/customers/2",
        "/customers/2/edit",
        "/customers?only=complaints",
        "/visits?customer=2",
        "/visits/new?customer=2",
    ),
    *("/visits/new?q=海棠", "/complaints/new?q=海棠", "/complaints/new?customer=2", "/follow-ups?only=ended"),
    *("/files/2", "/files/3", "/responses/2", "/complaints/statistics?by=product", "/requests/2"),
    "/parked/mails/1",
)


def paths(other, world):
    found = {address(path, each) for method, path in TABLE if method == "GET" for each in (world, other)}
    found |= {f"/texts/complaint/{other.complaint}", "/texts/answer/9", *LISTS}
    return sorted(found - {"/sign-in", "/sign-in/code", "/start", "/enter/no-such-key", "/language/en"})


def planted(path, html):
    """Which of the words of the other department stand there; what was typed is told back."""
    html = re.sub(r'value="[^"]*"|“[^”]*”', "", html) if "?q=" in path else html
    return [words for words in PLANTED if words in re.sub(r"<[^>]*>", "", html)]


def test_only_these_are_there_for_them():
    """To be there is said of each route; what is of the whole organisation is none of it."""
    own = [route for route in routes() if route.own and route.role != "anyone"]
    assert {thing_of(route.path) for route in own} == {
        *("complaints", "customers", "files", "follow-ups", "lists", "me", "prove", "responses", "search"),
        *("sign-out", "talks", "texts", "visits"),
    }
    assert {route.path for route in own if route.role == "administrator"} == set()
    closed = {
        "/customers/new",
        "/responses",
        "/responses/new",
        "/me/weekly",
        "/texts/{language:[A-Za-z-]{2,10}}",
    }
    assert not closed & {route.path for route in own}


async def test_no_address_tells_of_another_department(engine, world, other, visit):
    chief, visitor = await visit("administrator"), await visit("handler")
    everywhere = paths(other, world)
    answers = {path: await visitor.get(path) for path in everywhere}
    assert {path: words for path, (_, html) in answers.items() if (words := planted(path, html))} == {}
    assert not {path: status for path, (status, _) in answers.items() if status not in (200, 303, 404)}
    gone = {path for path, (status, _) in answers.items() if status == 404}
    hidden = {f"/complaints/{other.complaint}", f"/complaints/{other.complaint}/together", "/customers/2"}
    hidden |= {f"/talks/{other.talk}", f"/texts/complaint/{other.complaint}", "/responses/2", "/users"}
    hidden |= {"/files/1", "/files/2", "/files/3", "/files/1/thumbnail", "/customers/2/edit", "/audit"}
    assert hidden <= gone
    seen = {"/complaints", f"/complaints/{world.complaint}", f"/talks/{world.talk}", "/customers/1", "/me"}
    assert not (seen | {"/complaints/statistics", "/search?q=漏油", "/visits", "/follow-ups"}) & gone
    assert WORDS not in answers[f"/talks/{world.talk}"][1]
    told = {path for path in everywhere if planted(path, (await chief.get(path))[1])}
    assert hidden - {"/users", "/audit", "/files/1/thumbnail", "/files/1", "/files/2", "/files/3"} - told <= {
        f"/complaints/{other.complaint}/together"
    }, "who sees all is told of it there"


@ON_SQLITE
async def test_the_pages_lead_nowhere_that_is_not_there(world, other, visit):
    visitor = await visit("handler")
    start = ("/complaints", f"/complaints/{world.complaint}", f"/talks/{world.talk}", "/customers/1", "/me")
    found = {}
    for path in (*start, "/customers", "/visits", "/follow-ups", "/search?q=物流", "/complaints/new"):
        _, html = await visitor.get(path)
        for link in set(re.findall(r'<a [^>]*href="(/[^"#?]*)', html)) - found.keys():
            if not link.startswith(("/static", "/language", "/look", "/files")):
                found[link] = (await visitor.get(link))[0], path
    assert {link: at for link, at in found.items() if at[0] not in (200, 303)} == {}


async def test_where_nothing_is_there_yet_the_next_step_is_theirs_too(engine, world, visit):
    with db.writing(engine) as session:
        departments.add(session, "新部门", world.staff["administrator"], NOW)
        member(session, world, department="新部门")
    visitor = await visit("handler")
    status, html = await visitor.get("/talks")
    assert (status, "/poster" in html) == (200, False)


def standing(session):
    """All that there is, but for who is signed in and what was asked how often."""
    aside = {"sessions", "users", "viewings", "counters", "jobs", "views", "options"}
    tables = [each for each in metadata.sorted_tables if each.name not in aside]
    rows = {each.name: sorted(map(repr, session.execute(select(each)))) for each in tables}
    mine = events.c.entity != "user"
    return {**rows, "events": sorted(map(repr, session.execute(select(events).where(mine))))}


@ON_SQLITE
async def test_nothing_is_changed_there_whatever_is_posted(engine, world, other, visit, monkeypatch):
    monkeypatch.setattr("admin.pace.Pace.wait", lambda *_: 0)
    visitor = await visit("handler")
    with db.reading(engine) as session:
        before = standing(session)
        signalled = follow_ups.of(session, "complaint", other.complaint)[0].id
    fields = {"words": "好", "revision": "1", "mark": "1", "sure": "yes", "reason": "好", "note": "好"}
    fields |= {"of": "talk:2", "owner": "1", "department": OURS, "contact": "13911112222", "format": "csv"}
    fields |= {"order_number": "1", "name": "好", "contact_kind": "mobile", "act": "assign", "picked": "2:0"}
    fields |= {"severity": "minor", "outcome": "accepted", "other": "T26", "story": "好", "body": "court"}
    wrong = {}
    skipped = ("/me", "/sign-", "/prove", "/start", "/lists", "/complaints/new", "/visits/new")
    skipped = (*skipped, "/complaints/statistics.csv")
    for method, path in TABLE:
        if method == "POST" and not path.startswith(skipped):
            named = path.replace("{subject:answer|complaint}", "complaint")
            where = address(named, other).replace("/customers/1", "/customers/2")
            where = where.replace("/responses/1", "/responses/2").replace("/complaint/1", "/complaint/2")
            status, html = await visitor.post(where, **fields)
            if planted(where, html) or (status not in (404, 403) and path not in MANY):
                wrong[where] = status
    assert wrong == {}
    theirs = {"/customers": ["2:0", "2:1"], "/follow-ups": [f"{signalled}"]}
    for path, act in (("/customers", "segment"), ("/follow-ups", "done"), ("/follow-ups", "dismissed")):
        status, html = await visitor.post(path, picked=theirs[path], act=act, segment="好", note="好")
        assert (status, planted(path, html), "不在了" in html) == (200, [], True)
    whose = {"customer": "2", "received": f"{NOW:%Y-%m-%dT%H:%M}", "channel": "phone", "story": "好"}
    assert (await visitor.post("/complaints/new", once="k", **whose))[0] == 400
    called = {"kind": "call", "at": f"{NOW:%Y-%m-%dT%H:%M}", "matters": "好", "once": "v", "customer": "2"}
    assert (await visitor.post("/visits/new", **called))[0] == 400
    assert (await visitor.post("/lists/users/export", format="csv"))[0] == 404
    with db.reading(engine) as session:
        after = standing(session)
    assert {name for name in before if before[name] != after[name]} == set()


@ON_SQLITE
async def test_what_is_taken_along_is_of_their_own_alone(world, other, visit):
    visitor = await visit("handler")
    for name in ("complaints", "customers", "talks", "visits", "follow_ups"):
        status, body = await visitor.post(f"/lists/{name}/export", format="csv")
        assert (status, planted(name, body)) == (200, []), name
        every = [str(key) for key in range(1, 30)]
        status, ticked = await visitor.post(f"/lists/{name}/export", ticked="csv", picked=every)
        assert (status, planted(name, ticked)) == (200, []), name
        if body.count("\n") > 1:
            assert ticked == body, name
    once_more = await visit("handler")  # ten an hour
    status, figures = await once_more.post("/complaints/statistics.csv?by=product")
    assert (status, planted("", figures)) == (200, [])


@ON_SQLITE
async def test_a_complaint_given_away_is_theirs_no_more(engine, world, other, visit):
    visitor, where = await visit("handler"), f"/complaints/{world.complaint}"
    _, html = await visitor.get(where)
    assert "您就看不到这件投诉了" in html
    said = await visitor.client.post(
        f"{where}/assign",
        data={"csrf": visitor.csrf, "owner": "", "department": THEIRS, "revision": "0"},
        allow_redirects=False,
    )
    assert (said.status, said.headers["Location"]) == (303, "/complaints?handed=over")
    assert "已经交给那个部门" in (await visitor.get("/complaints?handed=over"))[1]
    assert (await visitor.get(where))[0] == 404
    with db.reading(engine) as session:
        assert complaints.one(session, world.complaint).department == THEIRS


@ON_SQLITE
async def test_the_role_is_that_of_the_complaints_department(engine, world, other, visit):
    with db.writing(engine) as session:
        chief, own = world.staff["administrator"], Scope("own", {THEIRS: "viewer"})
        users.place(
            session, world.staff["handler"], "handler", OURS, ("handler", OURS), chief, NOW, own, Scope("own")
        )
    visitor = await visit("handler")
    status, html = await visitor.get(f"/complaints/{other.complaint}")
    assert (status, html.count('method="post"')) == (200, 1), "read, with nothing to do but sign out"
    assert 'action="/complaints/1/note"' in (await visitor.get("/complaints/1"))[1]
    for act in ("note", "answer", "assign", "assess"):
        said = await visitor.post(f"/complaints/{other.complaint}/{act}", words="好", revision="0")
        assert said[0] == 404, act
    for path in (f"/talks/{other.talk}", "/customers/2", "/responses/2"):
        status, html = await visitor.get(path)
        assert (status, html.count('method="post"')) == (200, 1), path
    assert (await visitor.get("/customers/1"))[1].count('method="post"') > 1
    assert (await visitor.post(f"/talks/{other.talk}/hold"))[0] == 404


@ON_SQLITE
async def test_who_takes_in_a_complaint_keeps_it_in_their_department(engine, world, other, visit):
    visitor = await visit("handler")
    typed = {"channel": "phone", "received": f"{NOW:%Y-%m-%dT%H:%M}", "story": "柜门掉了", "name": "新顾客"}
    assert (await visitor.post("/complaints/new", once="n", **typed))[0] == 303
    with db.reading(engine) as session:
        made = session.execute(select(table).order_by(table.c.id.desc()).limit(1)).one()
    assert (made.story, made.department) == ("柜门掉了", OURS)
    assert (await visitor.get(f"/complaints/{made.id}"))[0] == 200


@ON_SQLITE
async def test_an_administrator_says_what_somebody_sees(engine, world, visit):
    with db.writing(engine) as session:
        for name in (OURS, THEIRS):
            departments.add(session, name, world.staff["administrator"], NOW)
    visitor, where = await visit("administrator"), f"/users/{world.staff['handler']}/place"
    was = {"was_role": "handler", "was_department": "", "was_sees": "all"}
    new = {"role": "handler", "department": OURS, "sees": "own"}
    for wrong, said in (
        ({"department": ""}, "要属于一个部门"),
        ({"role": "manager"}, "只能是部门负责人"),
        ({"sees": "some"}, "没有选看得到哪些投诉"),
    ):
        status, html = await visitor.post(where, **was, **{**new, **wrong})
        assert (status, said in html) == (400, True), wrong
    more = {"further_department": THEIRS, "further_role": "viewer"}
    assert (await visitor.post(where, **was, **new, **more))[0] == 303
    assert (await visitor.post(where, **was, **new))[0] == 409, "from a form that had not seen it"
    _, html = await visitor.get("/users")
    assert f"{OURS} 处理人员、{THEIRS} 查看人员" in html
    member = await visit("handler")
    answer = await member.client.get("/", allow_redirects=False)
    assert answer.headers["Location"] == "/complaints"
    _, html = await member.get("/complaints")
    assert 'href="/matters"' not in html
    was = {"was_role": "handler", "was_department": OURS, "was_sees": "own"}
    was |= {"was_further_department": THEIRS, "was_further_role": "viewer"}
    assert (await visitor.post(where, **was, role="handler", department=OURS, sees="all"))[0] == 303
    assert (await member.get("/matters"))[0] == 200
