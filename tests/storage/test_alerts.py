"""Staff are told what cannot wait: who is on duty, where they chose, and nothing that a customer said."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, update

from storage import alerts, complaints, conversations, db, definitions
from storage.conversations import Conversation, calling
from storage.tables import complaints as complaint_rows
from storage.tables import conversations as talks
from storage.tables import outbox as said
from storage.tables import users
from tests.storage import rows
from tests.storage.conftest import NOW

NIGHT = NOW + timedelta(hours=13)


def chat(engine: Engine, login: str, role: str = "handler", **values: Any) -> int:
    """A member of staff with a chat of their own; their id."""
    with db.writing(engine) as session:
        place = conversations.load(session, [("webchat", login)], NOW)["webchat", login].id
        row = {"login": login, "name": login, "role": role, "password_hash": "", "created_at": NOW}
        new = insert(users).values(**row, **{"alert_to": place, **values}).returning(users.c.id)
        return session.scalars(new).one()


def heard(engine: Engine, address: str) -> list[str]:
    query = select(said.c.payload).join(talks).where(talks.c.address == address).order_by(said.c.seq)
    with db.reading(engine) as session:
        return [payload["text"] for payload in session.scalars(query)]


def call(engine: Engine, talk: Conversation, why: str, at: datetime = NOW) -> None:
    with db.writing(engine) as session:
        calling.call(session, {talk.id: why}, at)


@pytest.mark.parametrize("at", [NOW, NIGHT])
def test_whoever_is_on_duty_is_told_of_what_cannot_wait_at_any_hour_and_once(
    engine: Engine, talk: Conversation, at: datetime
) -> None:
    chat(engine, "li")
    chat(engine, "reads", "viewer")
    chat(engine, "gone", active=False)
    chat(engine, "none", alert_to=None)
    call(engine, talk, "unsafe", at)
    call(engine, talk, "urgent", at)
    (told,) = heard(engine, "li")
    assert told.splitlines()[0] == "有顾客说的事涉及安全，请马上去看。"
    assert told.endswith(f"/talks/{talk.id}")
    assert [heard(engine, each) for each in ("reads", "gone", "none")] == [[], [], []]


def test_who_asks_for_a_person_by_day_is_seen_on_the_page_and_at_night_told_of(
    engine: Engine, talk: Conversation
) -> None:
    chat(engine, "li")
    with db.writing(engine) as session:
        alerts.called(session, {talk.id: "human"}, NOW)
        assert session.scalar(select(said.c.id)) is None
        alerts.called(session, {talk.id: "human"}, NIGHT)
    assert len(heard(engine, "li")) == 1


@pytest.mark.parametrize("changed", [{"preview": True}, {"held_by": True}])
def test_nobody_is_told_of_what_is_tried_out_or_seen_to(
    engine: Engine, talk: Conversation, changed: dict[str, Any]
) -> None:
    li = chat(engine, "li")
    if "held_by" in changed:
        changed = {"held_by": li}
    with db.writing(engine) as session:
        session.execute(update(talks).where(talks.c.id == talk.id).values(**changed))
        alerts.called(session, {talk.id: "crisis"}, NOW)
    assert heard(engine, "li") == []


def test_who_is_complained_of_is_not_told_of_that_customer(engine: Engine, talk: Conversation) -> None:
    li, _ = chat(engine, "li"), chat(engine, "wang")
    with db.writing(engine) as session:
        complaints.open_(session, [rows.complaint(talk)], NOW)
        session.execute(update(complaint_rows).values(concerns_id=li))
    call(engine, talk, "urgent")
    assert (len(heard(engine, "li")), len(heard(engine, "wang"))) == (0, 1)


def called(engine: Engine, address: str) -> list[str]:
    query = select(said.c.payload).join(talks).where(talks.c.address == address).order_by(said.c.seq)
    with db.reading(engine) as session:
        return [payload["subject"] for payload in session.scalars(query)]


@pytest.mark.parametrize("anonymous", [False, True])
def test_what_is_said_beside_a_complaint_leads_to_it_unless_that_has_no_name(
    engine: Engine, talk: Conversation, anonymous: bool
) -> None:
    chat(engine, "li")
    with db.writing(engine) as session:
        (key,) = complaints.open_(session, [rows.complaint(talk)], NOW)
        session.execute(update(complaint_rows).values(anonymous=anonymous))
        number = complaints.one(session, key).number
    call(engine, talk, "unsafe")
    (told,) = heard(engine, "li")
    assert told.endswith(f"/talks/{talk.id}" if anonymous else f"/complaints/{key}")
    assert (number in told) != anonymous
    beside = "" if anonymous else f"，投诉 {number}"
    assert called(engine, "li") == [f"请马上看：有顾客说的事涉及安全{beside}"]


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
def test_each_kind_of_alert_has_a_title_of_its_own(language: str) -> None:
    found = definitions.texts(language).section("alert")
    kinds = {each.removesuffix("_undated") for each, text in found.items() if isinstance(text, str)}
    titles = found["subject"]
    assert set(titles) == kinds - {"nobody"}
    assert len(set(titles.values())) == len(titles)


def test_told_in_their_own_language_where_their_talk_goes_on_and_not_where_they_left(
    engine: Engine, talk: Conversation
) -> None:
    chat(engine, "li")
    chat(engine, "wang")
    with db.writing(engine) as session:
        to = conversations.load(session, [("telegram", "7")], NOW)["telegram", "7"].id
        here = update(talks).where(talks.c.address == "li")
        session.execute(here.values(moved_to=to))
        session.execute(update(talks).where(talks.c.id == to).values(language="en"))
        session.execute(update(talks).where(talks.c.address == "wang").values(left_at=NOW))
    call(engine, talk, "urgent")
    assert heard(engine, "7")[0].startswith("What a customer says cannot wait")
    assert (heard(engine, "li"), heard(engine, "wang")) == ([], [])


def test_who_tries_it_out_in_their_own_chat_is_not_told_there(engine: Engine, talk: Conversation) -> None:
    """Else what is said to them now, and what the talk is about to say, would go by one number."""
    chat(engine, "li", alert_to=talk.id)
    with db.writing(engine) as session:
        alerts.called(session, {talk.id: "crisis"}, NOW)
    assert heard(engine, "a") == []


def test_what_cannot_wait_goes_out_at_any_hour_and_all_else_when_quiet_hours_are_over(
    engine: Engine, talk: Conversation
) -> None:
    li = chat(engine, "li")
    call(engine, talk, "urgent", NIGHT)
    with db.writing(engine) as session:
        alerts.tell(session, [li], "alert.praised", NIGHT, number="T1", link="")
    query = select(said.c.payload).order_by(said.c.seq)
    with db.reading(engine) as session:
        assert ["unasked" in payload for payload in session.scalars(query)] == [False, True]
