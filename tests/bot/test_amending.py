"""Answers corrected after the survey was handed in: through the inbox, as kept."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import event, insert, select, update

from storage import amending, db, definitions
from storage.queries import readings
from storage.tables import (
    answers,
    changes,
    conversations,
    events,
    invitations,
    quotas,
    rounds,
    survey_versions,
)
from storage.tables import responses as kept
from tests.bot.test_inbox import NOW, inbox, rings, text
from tests.bot.test_renewing import DELIVERY, QUALITY, column, published, says

__all__ = ["inbox", "rings"]

DAYS = timedelta(days=definitions.policy().correctable)


def changed(engine, what, **values):
    with db.writing(engine) as session:
        session.execute(update(what).values(**values))


async def test_the_old_value_is_kept_and_the_index_follows(inbox, engine):
    published(engine, QUALITY, DELIVERY)
    await says(inbox, "可以", "5", "5")
    (completed_at,) = column(engine, kept.c.completed_at)
    changed(engine, kept, completed_at=completed_at - timedelta(days=1))
    await says(inbox, "第二题改成1分", "是的")
    assert column(engine, answers.c.value) == ["5", "1"]
    assert column(engine, kept.c.satisfaction_index) == [pytest.approx(60.0)]
    assert column(engine, kept.c.state) == ["completed"]
    assert column(engine, kept.c.completed_at) == [completed_at - timedelta(days=1)]
    assert [each["value"] for each in column(engine, changes.c.old)] == ["5"]
    assert column(engine, changes.c.actor) == ["customer"]
    assert column(engine, events.c.trigger, events.c.entity == "response") == ["begin", "finish", "amend"]


async def test_staff_see_that_it_was_corrected_and_when(inbox, engine):
    published(engine, QUALITY, DELIVERY)
    await says(inbox, "可以", "5", "5", "第二题改成1分", "是的")
    (conversation,) = column(engine, conversations.c.id)
    with db.reading(engine) as session:
        shown = readings.of_conversation(session, conversation).answers
        (at,) = session.scalars(select(changes.c.at))
    quality, delivery = (each.corrected for each in shown)
    assert quality is None
    assert (delivery.by, delivery.at, delivery.was.label) == ("customer", at, "非常满意")


async def test_what_was_put_right_during_the_survey_is_no_correction(inbox, engine):
    published(engine, QUALITY, DELIVERY)
    await says(inbox, "可以", "5", "第一题改成1分", "是的", "跳过", "5")
    (conversation,) = column(engine, conversations.c.id)
    with db.reading(engine) as session:
        shown = readings.of_conversation(session, conversation).answers
    assert [each.corrected for each in shown] == [None, None]


async def test_in_the_version_that_was_answered(inbox, engine):
    old = published(engine, QUALITY, DELIVERY)
    await says(inbox, "可以", "5", "5")
    published(engine, DELIVERY)
    assert "质量这一题" in await says(inbox, "第一题改成1分")
    await says(inbox, "是的")
    assert column(engine, kept.c.version_id) == [old]
    assert column(engine, kept.c.satisfaction_index) == [pytest.approx(60.0)]


def counted(engine):
    with db.reading(engine) as session:
        return session.scalars(select(quotas.c.number)).one()


async def test_a_quota_counts_what_stands(inbox, engine):
    quota = '[[quota]]\nquestion = "quality"\nis = "1"\nmost = 5\n'
    published(engine, QUALITY, DELIVERY, head=quota)
    await says(inbox, "可以", "5", "5")
    assert counted(engine) == 0
    await says(inbox, "第一题改成1分", "是的", "跳过")
    assert counted(engine) == 1
    await says(inbox, "第一题改成3分", "对")
    assert counted(engine) == 0


async def test_what_is_completed_and_corrected_at_once_is_counted_at_once(inbox, engine):
    """In one statement: else who counts at the same time might wait for us while we wait for them."""
    head = "".join(f'[[quota]]\nquestion = "{key}"\nis = "1"\nmost = 5\n' for key in ("delivery", "quality"))
    published(engine, QUALITY, DELIVERY, head=head)
    await says(inbox, "可以", "5", "5", "第一题改成1分", who="wang")
    await says(inbox, "可以", "5", who="li")
    counting = []

    def note(_, __, statement, *___):
        if statement.startswith("UPDATE quotas"):
            counting.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    await asyncio.gather(inbox.take(text("1", "a", "li")), inbox.take(text("是的", "b", "wang")))
    with db.reading(engine) as session:
        assert session.scalars(select(quotas.c.number)).all() == [1, 1]
    assert len(counting) == 1


async def test_what_several_correct_at_once_is_counted_once_for_all(inbox, engine):
    quota = '[[quota]]\nquestion = "quality"\nis = "1"\nmost = 5\n'
    published(engine, QUALITY, DELIVERY, head=quota)
    await says(inbox, "可以", "1", "跳过", "5", who="zhang")
    assert counted(engine) == 1
    for who in ("wang", "li"):
        await says(inbox, "可以", "5", "5", "第一题改成1分", who=who)
    await says(inbox, "第一题改成5分", who="zhang")
    counting = []

    def note(_, __, statement, *___):
        if statement.startswith("UPDATE quotas"):
            counting.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    everybody = ("wang", "li", "zhang")
    await asyncio.gather(*(inbox.take(text("是的", f"yes-{who}", who)) for who in everybody))
    assert counted(engine) == 2, "two more, one less"
    assert len(counting) == 1


async def test_so_many_days_and_no_longer(inbox, engine):
    published(engine, QUALITY, DELIVERY)
    await says(inbox, "可以", "5", "5")
    (completed_at,) = column(engine, kept.c.completed_at)
    changed(engine, kept, completed_at=completed_at - DAYS - timedelta(minutes=5))
    assert "物流" not in await says(inbox, "第二题改成1分")
    assert column(engine, answers.c.value) == ["5", "5"]
    changed(engine, kept, completed_at=completed_at - DAYS + timedelta(minutes=5))
    assert "物流这一题" in await says(inbox, "第二题改成2分")


@pytest.mark.parametrize(
    ("state", "days", "taken"), [("open", 1, True), ("open", -1, False), ("closed", 1, False)]
)
async def test_as_long_as_its_round_wants_answers(inbox, engine, state, days, taken):
    version = published(engine, QUALITY, DELIVERY)
    await says(inbox, "可以", "5", "5")
    by = column(engine, kept.c.completed_at)[0] + timedelta(days=days)
    with db.writing(engine) as session:
        survey_id = session.scalars(
            select(survey_versions.c.survey_id).where(survey_versions.c.id == version)
        ).one()
        round_ = {"survey_id": survey_id, "title": "十一月", "state": state, "return_by": by}
        session.execute(insert(rounds).values(id=1, starts_at=NOW, created_at=NOW, **round_))
        session.execute(
            insert(invitations).values(
                id=1, round_id=1, channel="link", address="a", state="returned", due_at=NOW
            )
        )
        session.execute(update(kept).values(invitation_id=1))
    assert ("物流这一题" in await says(inbox, "第二题改成1分")) == taken


async def test_what_has_nothing_to_do_with_it_asks_for_nothing(inbox, engine, monkeypatch):
    def loaded(*_):
        raise AssertionError("loaded for a message that does not need it")

    published(engine, QUALITY, DELIVERY)
    monkeypatch.setattr(amending, "handed_in", loaded)
    monkeypatch.setattr(amending, "settle", lambda _, before: before and loaded())
    await says(inbox, "可以", "5", "第一题改成4分", "是的", "3", "你好", "菜单", "我要投诉", "灯不亮")
