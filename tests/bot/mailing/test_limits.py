"""How many mails the host allows, and how long one is tried that its server does not take."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from bot.channels import Deferred
from bot.channels.email import Email
from bot.delivery import Delivery
from bot.inbox import Inbox
from bot.mailing import verdicts
from bot.outcomes import MOST_DEFERRED
from storage import db, mail_pace
from storage.tables import conversations, counters, outbox
from tests.bot.mailing.conftest import LI, column, say

Door = Callable[..., Delivery]


@pytest.fixture
def door(engine, mail_settings, clock) -> Door:
    """A process of its own, which knows nothing of the others."""

    def made(**limits: int) -> Delivery:
        settings = mail_settings.model_copy(update=limits)
        return Delivery(
            engine, [Email(engine, Inbox(engine, settings, lambda: None), settings, lambda: None)]
        )

    return made


def counted(engine) -> list[int]:
    with db.reading(engine) as session:
        return list(session.scalars(select(counters.c.value).where(counters.c.key.startswith("mails."))))


@pytest.mark.parametrize("limit", ["mail_per_minute", "mail_per_hour"])
async def test_no_more_than_the_host_allows(engine, server, door, clock, limit):
    span = 60 if limit == "mail_per_minute" else 3600
    for number in range(8):
        say(engine, "您好", to=f"c{number}@example.com")
    await door(**{limit: 3}).deliver()
    assert len(server.mails) == 3
    assert column(engine, "reason").count("limit") == 5
    clock.forward(seconds=span)
    await door(**{limit: 3}).deliver()
    assert len(server.mails) == 6
    clock.forward(seconds=span)
    await door(**{limit: 3}).deliver()
    assert len(server.mails) == 8


async def test_one_door_waits_for_the_next_minute_without_asking_for_each(engine, server, door, monkeypatch):
    asked: list[object] = []
    count = mail_pace.count
    monkeypatch.setattr(mail_pace, "count", lambda *given: asked.append(given) or count(*given))
    for number in range(30):
        say(engine, "您好", to=f"c{number}@example.com")
    await door(mail_per_minute=1).deliver()
    assert len(server.mails) == 1
    assert column(engine, "state").count("waiting") == 29
    assert len(asked) <= 5  # the one that was sent, and those that were under way with it


async def test_an_outage_uses_up_no_limit(engine, server, door, clock):
    delivery = door(mail_per_hour=8)
    await server.down(for_now=True)
    for number in range(10):
        say(engine, "您好", to=f"c{number}@example.com")
    for _ in range(5):
        await delivery.deliver()
        clock.forward(seconds=40)
    assert sum(counted(engine)) == 0
    await server.up()
    await door(mail_per_hour=8).deliver()
    assert column(engine, "state").count("sent") == 8


@pytest.mark.parametrize(
    ("stage", "answer"), [("RCPT", "450 4.2.0 Greylisted"), ("RCPT", "550 5.1.1 Unknown"), ("DATA", "drop")]
)
async def test_only_what_the_server_took_counts(engine, server, door, stage, answer):
    for number in range(4):
        server.answers[stage, f"c{number}@example.com"] = [answer]
        say(engine, "您好", to=f"c{number}@example.com")
    say(engine, "您好", to="a b@example.com")
    say(engine, "您好")
    await door(mail_per_hour=100).deliver()
    assert column(engine, "state").count("sent") == 1
    assert counted(engine) == [1]


@pytest.mark.parametrize(
    ("stage", "code", "text"),
    [
        ("recipient", 450, "4.1.2 Domain not found"),
        ("data", 451, "4.7.1 Later"),
        ("recipient", 554, "5.7.1 Relay access denied"),
    ],
)
def test_what_is_one_recipients_matter_is_deferred(stage, code, text):
    assert isinstance(verdicts.verdict(stage, code, text), Deferred)


async def test_what_a_recipients_server_defers_is_given_up_after_some_days(engine, server, door, clock):
    """RFC 5321, 4.5.4.1: at least four days, and not twice an hour all the time."""
    server.answers["RCPT", LI] = ["450 4.1.2 Domain not found"] * 1000
    say(engine, "第一句", "第二句")
    delivery, began, tries = door(), clock.now, 0
    while column(engine, "state")[0] == "waiting":
        await delivery.deliver()
        tries += 1
        clock.now = due(engine) or clock.now
    assert 4 <= (clock.now - began).total_seconds() / 86_400 <= 5
    assert tries == MOST_DEFERRED
    assert (column(engine, "state")[0], column(engine, "reason")[0]) == ("failed", "deferred")
    with db.reading(engine) as session:
        assert session.scalar(select(conversations.c.left_at)) is None
    server.answers["RCPT", LI] = []
    clock.forward(hours=1)
    await delivery.deliver()
    assert server.texts(LI) == ["第二句"]


async def test_an_outage_makes_no_mail_old(engine, server, door, clock):
    """What has waited for weeks while nobody could be reached has the same days as any other."""
    say(engine, "您好")
    with db.writing(engine) as session:
        session.execute(update(outbox).values(attempts=5))
    clock.forward(days=20)
    server.answers["RCPT", LI] = ["450 4.2.0 Greylisted"]
    await door().deliver()
    assert column(engine, "state") == ["waiting"]


async def test_a_database_out_of_reach_is_no_fault_of_a_mail_that_was_put_off_often(
    engine, server, door, monkeypatch
):
    say(engine, "您好")
    with db.writing(engine) as session:
        session.execute(update(outbox).values(attempts=100))
    with monkeypatch.context() as broken:
        broken.setattr("bot.mailing.recalling.mail", raising)
        await door().deliver()
    assert (column(engine, "state"), column(engine, "reason")) == (["waiting"], ["database"])


def raising(*_: object) -> None:
    raise db.OutOfReach


def due(engine):
    """When the first row is tried again."""
    with db.reading(engine) as session:
        query = select(outbox.c.due_at).where(outbox.c.state == "waiting", outbox.c.seq == 1)
        return session.scalar(query)
