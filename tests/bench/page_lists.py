"""Very many of what the other lists of the staff's door show: talks, visits, requests, what is followed up,
what was parked, a round with its invitations, the history."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Engine, func, select

from storage import users
from storage.db import reading, writing
from storage.tables import (
    answers,
    conversations,
    customers,
    events,
    follow_ups,
    invitations,
    mails,
    messages,
    requests,
    rounds,
    surveys,
    visits,
)
from tests.bench.pouring import pour, settle

NOW = datetime.now(UTC)
DAYS = 1000
SAID = "上次说好周三送来，等了一天没有人联系，今天能给个准话吗？"
STATES = ("returned", "returned", "delivered", "delivered", "begun", "planned")

PAGES = (
    "/complaints",
    "/complaints?sort=newest",
    "/complaints?state=closed",
    "/complaints?state=closed&department=质量部",
    "/talks",
    "/talks?sort=oldest",
    "/talks?only=waiting",
    "/talks?only=silent",
    "/follow-ups",
    "/follow-ups?only=ended",
    "/visits",
    "/visits?sort=oldest",
    "/requests",
    "/requests?state=done",
    "/rounds",
    "/rounds/1",
    "/surveys",
    "/surveys?state=published",
    "/customers?order=name",
    "/customers?only=valued",
    "/audit",
    "/users",
    "/parked",
    "/parked?sort=newest",
    "/parked?only=mails",
    "/jobs",
)
"""Each list from its beginning."""

DEEP = {
    "/complaints?state=closed": "complaints",
    "/talks": "conversations",
    "/follow-ups?only=ended": "follow_ups",
    "/visits": "visits",
    "/requests?state=done": "requests",
    "/rounds/1": "invitations",
    "/parked?only=mails": "mails",
    "/responses": "responses",
    "/customers": "customers",
    "/audit": "events",
}
"""Lists that are opened in their middle as well, behind a row that stands there: of this table."""


def pages(engine: Engine) -> list[str]:
    """From the beginning, and in the middle."""
    with reading(engine) as session:
        known = {
            name: session.scalar(select(func.max(table.c.id))) or 0
            for name, table in customers.metadata.tables.items()
            if name in DEEP.values()
        }
    middle = [f"{path}{'&' if '?' in path else '?'}after={known[name] // 2}" for path, name in DEEP.items()]
    return [*PAGES, *middle]


def fill(engine: Engine, count: int, random: Random) -> None:
    """So many talks, visits, follow-ups and invitations; a tenth as many requests, a twentieth as many
    parked messages and mails."""
    with reading(engine) as session:
        people = list(session.scalars(select(customers.c.id).order_by(customers.c.id).limit(count)))
        given = list(session.scalars(select(answers.c.id).where(answers.c.comment != "").limit(count)))
        survey = session.scalar(select(surveys.c.id).limit(1))
    user = somebody(engine)
    step = timedelta(days=DAYS) / count
    spread = [NOW - step * (count - n) for n in range(count)]
    pour(engine, conversations, [talk(n, at, random.choice(people)) for n, at in enumerate(spread)])
    pour(engine, messages, [message(n, at) for n, at in enumerate(spread)])
    pour(engine, mails, [held(n, at) for n, at in enumerate(spread[::20])])
    pour(engine, visits, [visit(at, random.choice(people), user) for at in spread])
    pour(engine, requests, [asked(n, at, n + 1, random.choice(people)) for n, at in enumerate(spread[::10])])
    pour(
        engine,
        follow_ups,
        [followed(n, at, key) for n, (at, key) in enumerate(zip(spread, given, strict=False))],
    )
    if survey:
        pour(engine, rounds, [turn(n, survey) for n in range(40)])
        pour(engine, invitations, [invited(n, at, random) for n, at in enumerate(spread)])
    pour(engine, events, signed_in(spread, user))
    settle(engine)


def somebody(engine: Engine) -> int:
    """The user who looks at the pages."""
    with writing(engine) as session:
        known = {each.login: each.id for each in users.listing(session)}
        return known.get("bench") or users.add(
            session, "bench", "李工", "manager", "correct horse battery", NOW
        )


def talk(n: int, at: datetime, customer: int) -> dict[str, Any]:
    """One of a thousand waits for a person."""
    waits = n % 1000 == 0
    return {
        "id": n + 1,
        "channel": "webchat",
        "address": f"bench {n}",
        "customer_id": customer,
        "seq": 1,
        "seen": 1,
        "created_at": at,
        "active_at": at,
        "waiting_since": at if waits else None,
        "waiting_for": "human" if waits else "",
        "heard": n % 5 > 0,
    }


def message(n: int, at: datetime) -> dict[str, Any]:
    """What was said in it; one of twenty could not be handled."""
    state = "taken" if n % 20 else "parked"
    told = {"channel": "webchat", "external_id": f"b{n}", "conversation_id": n + 1, "seq": 1, "kind": "text"}
    return {**told, "text": SAID, "state": state, "received_at": at}


def held(n: int, at: datetime) -> dict[str, Any]:
    """A mail of which nobody knows whose it is."""
    told = {"key": f"bench {n}", "size": 0, "sender": f"b{n}@example.com", "kind": "reply"}
    return {**told, "state": "held", "reason": "forward", "text": SAID, "received_at": at}


def visit(at: datetime, customer: int, user: int) -> dict[str, Any]:
    """A call."""
    told = {"kind": "call", "at": at, "customer_id": customer, "user_id": user, "matters": SAID}
    return {**told, "conclusions": "已约好时间", "competitors": "有一家报价更低"}


def asked(n: int, at: datetime, talk: int, customer: int) -> dict[str, Any]:
    """A request for one's own data; one of a hundred is still open."""
    still = n % 100 == 0
    return {
        "number": f"R{n:07d}",
        "conversation_id": talk,
        "customer_id": customer,
        "kind": "export",
        "state": "open" if still else "done",
        "received_at": at,
        "due_at": at + timedelta(days=15),
        "done_at": None if still else at + timedelta(days=3),
    }


def followed(n: int, at: datetime, answer: int) -> dict[str, Any]:
    """What was signalled by a text; one of a thousand is still open."""
    still = n % 1000 == 0
    told = {"subject": "answer", "subject_id": answer, "signal": "urgent", "at": at}
    return {**told, "state": "open" if still else "done", "ended_at": None if still else at}


def turn(n: int, survey: int) -> dict[str, Any]:
    """A round; the first has all the invitations."""
    began = NOW - timedelta(days=20 * n + 20)
    return {
        "id": n + 1,
        "survey_id": survey,
        "title": f"第 {n + 1} 轮",
        "state": "open" if n < 2 else "closed",
        "anonymous": False,
        "starts_at": began,
        "return_by": began + timedelta(days=30),
        "created_at": NOW,
    }


def invited(n: int, at: datetime, random: Random) -> dict[str, Any]:
    """Of the first round."""
    told = {"round_id": 1, "channel": "email", "address": f"b{n}@example.com", "wave": 1, "due_at": at}
    return {**told, "state": random.choice(STATES), "issued_at": at}


def signed_in(spread: Sequence[datetime], user: int) -> list[dict[str, Any]]:
    """Who of the staff came in."""
    told = {"entity": "user", "entity_id": user, "trigger": "sign_in", "source": "", "target": ""}
    return [{**told, "actor": "staff", "user_id": user, "at": at} for at in spread]
