"""Every page of the staff's door, and an organisation in which all of them show something."""

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from admin.pages import Role, pages
from storage import conversations, follow_ups, messages, outbox, requests, rounds, surveys, tables
from storage.importing.reading import Found
from storage.settings import Settings
from storage.texts import storable
from storage.visits import FIELDS
from tests.admin.web import world as worlds
from tests.admin.web.world import NOW
from tests.storage import rows
from tests.storage.rounds import plan

SAMPLES = {
    "key": "satisfaction",
    "subject": "answer",
    "kind": "policy",
    "number": "1",
    "language": "zh-CN",
    "/levels/{key": "satisfaction5",
}
"""What stands for a part of an address, or for one in this place; 1 for all others."""

NO_PAGES = (
    r"/language/.*|/look/.*|/logo|/prove/oidc.*|/files/.*|/sign-in.*|/prove/oidc.*|/start.*|/enter/.*|/poster/print",
    r".*\.(csv|xlsx|json|yaml|zip|js|svg|png)|.*/toml|/parked/mails/.*|/me/mail/.*|.*/preview|.*/openapi",
)
"""Addresses that are no page to one who is signed in (they lead elsewhere, or to a file), or are on paper."""

ASKED = {
    "/search": "?q=物流",
    "/complaints/new": "?q=物流",
    "/responses/new": "?survey=satisfaction&customer=1",
}
"""What some pages are asked for, so that they show more."""

TABS: dict[str, Role] = {"/parked?only=mails": "viewer"}
"""What stands behind a tab and is unlike what stands before it, for whom."""


def addresses() -> dict[str, Role]:
    """Each page with one sample in the place of what differs -> the lowest role that may open it."""
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    routes = (route for page in pages(settings) for route in page.routes if route.method == "GET")
    found = {filled(route.path): route.role for route in routes}
    return TABS | {
        path + ASKED.get(path, ""): role
        for path, role in found.items()
        if not any(re.fullmatch(pattern, path) for pattern in NO_PAGES)
    }


def filled(pattern: str, key: int = 1) -> str:
    """The address with a sample for each of its parts."""

    def sample(part: re.Match[str]) -> str:
        here = f"{pattern[: part.start()]}{{{part[1]}"
        return SAMPLES.get(here) or SAMPLES.get(part[1], str(key))

    return re.sub(r"\{(\w+)(?::(?:[^{}]|\{[^{}]*\})*)?\}", sample, pattern)


def fill(session: Session, world: worlds.World, words: str, name: str) -> None:
    """One more of everything that a page tells of, with these words wherever anybody can have written some;
    `name` is unlike the others', where that is asked."""
    said, staff = storable(words)[0], world.staff["handler"]
    (talk,) = conversations.load(session, [("webchat", name)], NOW).values()
    _say(session, talk, said, name)
    whom: dict[str, Any] = {"customer_id": talk.customer_id}
    is_called = update(tables.customers).where(tables.customers.c.id == talk.customer_id)
    session.execute(
        is_called.values(name=said, number=said[:200] + name, segment=said, note=said, own={said: said})
    )
    response = worlds.respond(session, world.version, talk.id, said, 25.0, NOW, said)
    note = update(tables.responses).where(tables.responses.c.id == response)
    session.execute(note.values(customer_id=talk.customer_id, note=said, place=said))
    complaint = worlds.complain(session, talk, said)
    columns = ("complainant", "contact", "representative", "model", "part", "batch", "location", "effect")
    more = dict.fromkeys((*columns, "immediate_action", "department", "compensation", "referred_to"), said)
    session.execute(update(tables.complaints).where(tables.complaints.c.id == complaint).values(**more))
    worlds.read(session, "complaint", complaint, keywords=[said])
    messages.park(session, {**worlds.message(talk.id, 9, said), "external_id": name}, "OperationalError")
    asks = {"number": name, "conversation_id": talk.id, **whom}
    requests.keep(session, [requests.Asked(**asks, kind="export")], NOW)
    urgent = follow_ups.Signalled("complaint", complaint, "urgent", complaint, NOW)
    follow_ups.open_(session, urgent, anonymous=False)
    called = rounds.add(session, "satisfaction", {**plan(), "title": said}, False, staff, NOW)
    for table, row in (
        (
            "complaint_entries",
            {"complaint_id": complaint, "kind": "note", "text": said, "user_id": staff, "at": NOW},
        ),
        ("customer_contacts", {**whom, "kind": "phone", "digest": name, "label": said, "created_at": NOW}),
        ("orders", {**whom, "number": said[:200] + name, "product": said, "created_at": NOW}),
        ("visits", {**dict.fromkeys(FIELDS, said), "kind": "call", "at": NOW, **whom, "user_id": staff}),
        ("phrases", {"title": said[:200] + name, "text": said, "created_by": staff, "created_at": NOW}),
        ("departments", {"name": said[:200] + name, "created_at": NOW}),
        (
            "imports",
            {"round_id": called, "name": said, "state": "ready", "total": 3, "found": handed_in(said)},
        ),
        (
            "hooks",
            {"url": f"https://x.invalid/{name}", "kinds": [], "sealed": b"x", "upto": 0, "user_id": staff},
        ),
        (
            "files",
            {"conversation_id": talk.id, "complaint_id": complaint, "name": said, "kind": "text/plain"},
        ),
        ("mails", {"key": name, "size": 1, "sender": said, "state": "held", "subject": said, "text": said}),
        (
            "views",
            {"user_id": staff, "list": "complaints", "name": said[:30] + name, "query": "", "shared": True},
        ),
        ("invitations", {"round_id": called, **whom, "channel": "email", "address": said[:200] + name}),
    ):
        _put(session, table, row)
    open_now = {"state": "open", "remedy": said, "remedy_at": NOW, "remedy_by": staff}
    session.execute(update(tables.rounds).where(tables.rounds.c.id == called).values(**open_now))


def handed_in(said: str) -> Found:
    """What was found in a table of customers that these words stand in."""
    counts: Any = {"rows": 3, "new": 1, "known": 1, "faulty": 1, "kinds": {"no_name": 1}}
    return {**counts, "columns": {"name": said}, "own": [said], "faults": [], "sample": [[said] * 4]}


_NEEDED = {
    "size": 3,
    "content": b"abc",
    "at": NOW,
    "created_at": NOW,
    "touched_at": NOW,
    "received_at": NOW,
    "due_at": NOW + timedelta(days=1),
}


def _put(session: Session, name: str, row: dict[str, Any]) -> None:
    """This row, with what else its table needs and has no words of its own."""
    table = getattr(tables, name)
    needed = {key: value for key, value in _NEEDED.items() if key in table.c}
    known = {key: value for key, value in row.items() if key in table.c}
    session.execute(insert(table), [{**needed, **known}])


def draft(session: Session, words: str) -> None:
    """A survey whose title these words are."""
    said = storable(words)[0]
    there = update(tables.surveys).where(tables.surveys.c.key == "satisfaction")
    session.execute(there.values(title=said))
    assert surveys.listing(session)


def _say(session: Session, talk: conversations.Conversation, said: str, name: str) -> None:
    """A question and its answer, as `worlds.say` of another customer."""
    asked = rows.saying(talk, 1, NOW, payload={"text": said, "choices": [["1", said, ""]], "of": "1.q"})
    outbox.put(session, [asked])
    messages.record(session, [rows.message(talk, f"{name}.2", 2, NOW, text=said)])
    talk.heard, talk.seq = True, 3
    talk.waiting_since, talk.waiting_for = NOW, "human"
    conversations.save(session, [talk])
