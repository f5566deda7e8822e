"""A complaint about a colleague's conduct is nowhere to be read for that colleague (D13)."""

import hashlib
import re
from dataclasses import replace

import pytest
from sqlalchemy import update

from storage import (
    alerts,
    attaching,
    complaints,
    conversations,
    db,
    files,
    hiding,
    mails,
    messages,
    requests,
    search,
    visits,
)
from storage.domain.handling import Refused
from storage.mails import Settled
from storage.queries import parked
from storage.tables import complaints as table
from storage.tables import users
from tests.admin.web import world as worlds
from tests.admin.web.test_roles import TABLE, address
from tests.admin.web.world import NOW
from tests.storage import rows

STORY = "王师傅当面骂人还摔门"
FILE = "摔门的录像"
SIGNATURE = hashlib.sha256(b"alike").digest() * 8


@pytest.fixture
def about(engine, world):
    """What there is of two complaints about the administrator, one of them without a name: their numbers, and
    the world with the ids of the other one in the place of its own."""
    with db.writing(engine) as session:
        talk = conversations.load(session, [("webchat", "骂人")], NOW)["webchat", "骂人"]
        worlds.say(session, talk, STORY)
        talk.waiting_since, talk.waiting_for = NOW, "human"
        conversations.save(session, [talk])
        theirs = worlds.complain(session, talk, STORY)
        counted = update(table).where(table.c.id == theirs)  # what statistics tell them apart by
        session.execute(counted.values(product=STORY, segment="经销商"))
        (nameless,) = complaints.open_(
            session,
            [
                rows.complaint(
                    talk, "T1-9", conversation_id=None, customer_id=None, anonymous=True, story=STORY
                )
            ],
            NOW,
        )
        messages.park(session, worlds.message(talk.id, 3, STORY), "OperationalError")
        waits = parked.listing(session)[-1].id
        files.keep(session, talk.id, f"{FILE}.png", "image/png", b"...", NOW)
        requests.keep(session, [asked(talk, kind) for kind in ("export", "erase")], NOW)
        mails.keep(session, [mails.Arrived("m", b"Subject: x\r\n\r\nx", "a@example.cn", NOW)])
        (mail,) = mails.claim(session, 10, 1000)
        told = {"subject": STORY, "text": STORY, "conversation_id": talk.id}
        mails.settle(session, [Settled(mail.id, "held", "reply", "other_sender", **told)])
        for key in (theirs, nameless, world.complaint):
            found = {"urgency": "now", "categories": [["service_attitude", -0.9, 0, 5]]}
            worlds.read(session, "complaint", key, signature=SIGNATURE, **found)
        for key in (theirs, nameless):
            complaints.note(session, key, world.staff["handler"], f"{STORY}，要谈", NOW)
            number = complaints.one(session, key).number
            complaints.link(session, world.complaint, number, world.staff["handler"], NOW)
        own = attaching.Sent(f"{FILE}.txt", "text/plain", b"...")
        attaching.attach(session, nameless, world.staff["handler"], [own], NOW)
        visit = visits.Told("call", NOW, talk.customer_id, "", {"matters": STORY})
        visits.add(session, visit, world.staff["handler"], NOW)
        numbers = [complaints.one(session, key).number for key in (theirs, nameless)]
        alert(session, world.staff["handler"], numbers[0])
    here = replace(world, talk=talk.id, complaint=theirs, parked=waits)
    return numbers, here, nameless


def asked(talk, kind):
    return requests.Asked(
        number=f"R1-{kind}", conversation_id=talk.id, customer_id=talk.customer_id, kind=kind
    )


def alert(session, colleague, number):
    """A colleague is told of it in a chat of their own (`/talks/3`), and a mail that quotes it comes back."""
    chat = conversations.load(session, [("webchat", "同事")], NOW)["webchat", "同事"]
    session.execute(update(users).where(users.c.id == colleague).values(alert_to=chat.id))
    messages.record(session, [worlds.message(chat.id, 1, "你好")])
    chat.heard, chat.seq = True, 1
    conversations.save(session, [chat])
    alerts.tell(session, [colleague], "alert.praised", NOW, number=number, link=f"/complaints/{number}")
    mails.keep(session, [mails.Arrived("n", b"Subject: x\r\n\r\nx", "b@example.cn", NOW)])
    (mail,) = mails.claim(session, 10, 1000)
    told = {"subject": number, "text": number, "conversation_id": chat.id}
    mails.settle(session, [Settled(mail.id, "held", "reply", "other_sender", **told)])


def concern(engine, world, keys):
    with db.writing(engine) as session:
        for key in keys:
            complaints.concern(session, key, world.staff["administrator"], world.staff["manager"], NOW)


LISTS = (
    *("/complaints", "/complaints?state=acknowledged", "/complaints?owner=nobody", "/talks?only=waiting"),
    *("/search?q=骂人", "/search?q=摔门&part=files", "/search?q=T1", "/matters?category=service_attitude"),
    *("/visits?customer=2", "/visits/new?customer=2", "/visits/new?q=摔门", "/complaints/new?q=摔门"),
    *("/complaints/new?customer=2", "/visits/new?complaint=T1-9", "/files/2"),
    *("/customers/2", "/customers/2/join?with=1", "/customers/1/join?with=2", "/customers/1/join?q=摔门"),
    *("/customers?q=摔门", "/customers?q=T1-9", "/customers?only=complaints"),
    *("/talks/3", "/search?q=T1&part=bot", "/search?q=T26&part=bot", "/parked/mails/2"),
    *("/parked?only=mails", "/parked?only=mails&sort=newest", "/parked?sort=newest"),
    *("/matters?urgency=now", "/follow-ups?only=ended", "/requests?state=overdue"),
)


def paths(own, world, nameless):
    found = {address(path, each) for method, path in TABLE if method == "GET" for each in (world, own)}
    found -= {"/sign-in", "/enter/no-such-key", "/language/en"}
    more = {f"/complaints/{nameless}", "/requests/2", "/parked/mails/1"}
    more |= {f"/texts/complaint/{key}" for key in (own.complaint, nameless)}
    return sorted(found | more | set(LISTS))


def told(html, numbers):
    """Which of the words of these complaints stand there."""
    plain = re.sub(r"<[^>]*>", "", html)
    return [words for words in (*numbers, STORY[:5], "摔门", FILE, "R1-") if words in plain]


def without_what_was_typed(path, html):
    return re.sub(r'value="[^"]*"|“[^”]*”', "", html) if "?q=" in path or "=T1-9" in path else html


async def test_no_page_tells_the_person_concerned(engine, world, about, visit):
    numbers, here, nameless = about
    everywhere = paths(here, world, nameless)
    concern(engine, world, (here.complaint, nameless))
    found = {}
    for role in ("manager", "administrator"):
        visitor = await visit(role)
        answers = {path: await visitor.get(path) for path in everywhere}
        found[role] = {
            path: words
            for path, (status, html) in answers.items()
            if status == 200 and (words := told(without_what_was_typed(path, html), numbers))
        }
        if role == "administrator":
            gone = {path for path, (status, _) in answers.items() if status == 404}
            assert not {path for path, (status, _) in answers.items() if status >= 500}
            assert answers["/talks/3"][0] == 200, "of a colleague's chat the alerts alone are kept from all"
    assert found["administrator"] == {}
    assert not {"/talks/3", "/search?q=T26&part=bot", "/parked/mails/2"} & found["manager"].keys()
    shown = found["manager"].keys()
    assert {"/complaints", f"/complaints/{here.complaint}", f"/talks/{here.talk}", "/parked"} <= shown
    assert "/parked?only=mails" in shown
    assert {
        "/search?q=骂人",
        "/matters?category=service_attitude",
        "/follow-ups",
        "/requests",
        "/visits",
    } <= shown
    assert {f"/complaints/{here.complaint}", f"/complaints/{nameless}", f"/talks/{here.talk}"} <= gone
    assert {
        "/files/1",
        "/files/2",
        "/requests/1",
        "/requests/2",
        f"/texts/complaint/{nameless}",
        "/parked/mails/1",
    } <= gone


async def test_nor_can_they_do_anything_with_it(engine, world, about, visit):
    _, here, nameless = about
    concern(engine, world, (here.complaint, nameless))
    visitor = await visit("administrator")
    own = ("/complaints/", "/talks/", "/requests/", "/texts/complaint")
    for method, path in TABLE:
        if method == "POST" and path.startswith(own) and "{id" in path:
            where = address(path.replace("{subject:answer|complaint}", "complaint"), here)
            status, html = await visitor.post(
                where, words="好", revision="1", mark="1", sure="yes", reason="好"
            )
            assert status in (400, 404, 409), where
            assert STORY not in html, where
    with db.reading(engine) as session:
        customer = str(complaints.one(session, here.complaint).customer_id)
    visit_there = {"kind": "call", "at": f"{NOW:%Y-%m-%dT%H:%M}", "matters": "好", "once": "k"}
    assert (await visitor.post("/visits/new", customer=customer, **visit_there))[0] == 400
    await visitor.post(f"/parked/{here.parked}/dismiss")
    with db.reading(engine) as session:
        assert complaints.one(session, here.complaint).state == "acknowledged"
        assert here.parked in {each.id for each in parked.listing(session)}
        assert requests.one(session, 1).state == "open"


async def test_what_waits_is_counted_without_it(engine, world, about, visit):
    _, here, nameless = about
    html = (await (await visit("administrator")).get("/complaints"))[1]
    assert re.search(r'处理中<span class="count">3</span>', html)
    concern(engine, world, (here.complaint, nameless))
    html = (await (await visit("administrator")).get("/complaints"))[1]
    assert re.search(r'处理中<span class="count">1</span>', html)


async def test_it_is_said_by_who_leads_and_taken_back(engine, world, visit):
    where, staff = f"/complaints/{world.complaint}", world.staff
    head, handler = await visit("department_head"), await visit("handler")
    with db.writing(engine) as session:
        complaints.assign(session, world.complaint, staff["handler"], "", staff["manager"], NOW)
    _, html = await handler.get(where)
    assert "您的角色不能这样办" in html[html.index("投诉的是一位同事") :][:300]
    assert (await head.post(f"{where}/concern", person=str(staff["handler"]), revision="0"))[0] == 409
    assert (await head.post(f"{where}/concern", person="99999", revision="1"))[0] == 400
    with db.writing(engine) as session:
        session.execute(update(users).where(users.c.id == staff["viewer"]).values(active=False))
    status, html = await head.post(f"{where}/concern", person=str(staff["viewer"]), revision="1")
    assert (status, "账号已经停用" in html) == (400, True)
    assert (await head.post(f"{where}/concern", person=str(staff["handler"]), revision="1"))[0] == 303
    _, html = await head.get(where)
    assert "改了针对的同事" in html
    assert html.count("handler先生") >= 3, "the fact, the step and its change"
    assert (await handler.get(where))[0] == 404
    with db.writing(engine) as session:
        found = complaints.one(session, world.complaint)
        assert (found.concerns_id, found.owner_id) == (staff["handler"], None)
        with pytest.raises(Refused):
            complaints.assign(session, world.complaint, staff["handler"], "", staff["manager"], NOW)
    assert (await head.post(f"{where}/concern", person="", revision="2"))[0] == 303
    assert (await handler.get(where))[0] == 200
    said = await head.post(f"{where}/concern", person=str(staff["department_head"]), revision="3")
    assert said[0] == 303
    assert (await head.get(where))[0] == 404


def test_the_index_finds_nothing_of_it(engine, world, about):
    """What the index knows, and what it does not know yet."""
    _, here, nameless = about
    concern(engine, world, (here.complaint, nameless))
    wanted = search.Wanted(search.terms("骂人"))
    batch = search.next_batch(engine, {}, NOW)
    with db.writing(engine) as session:
        search.keep(session, [batch])
    with db.reading(engine) as session:
        assert search.find(session, wanted).hits
        hiding.read_by(session, world.staff["administrator"])
        assert search.find(session, wanted).hits == []
