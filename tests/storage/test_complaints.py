"""A complaint from its first word to its end."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, Row, select, update
from sqlalchemy.orm import Session

from storage import complaints, conversations, db, definitions, events, hiding, users
from storage.complaints import Complaint, Stale
from storage.conversations import Conversation
from storage.domain.complaint import LIFE
from storage.domain.handling import BESIDE
from storage.domain.machine import NotAllowed
from storage.queries import queue
from storage.tables import complaints as table
from storage.tables import outbox
from tests.storage import rows
from tests.storage.conftest import NOW

GIVEN = {
    "text": "新的今天寄出。",
    "remark": "电话里说的",
    "severity": "minor",
    "other": "T9",
    "body": "hotline",
}
"""All that any move may need."""


@pytest.fixture
def complaint(engine: Engine, talk: Conversation) -> int:
    with db.writing(engine) as session:
        return complaints.open_(session, [rows.complaint(talk)], NOW)[0]


def one(engine: Engine, key: int) -> Complaint:
    with db.reading(engine) as session:
        return complaints.one(session, key)


def moves(engine: Engine, key: int) -> list[tuple[str, str, str]]:
    with db.reading(engine) as session:
        return [
            (event["trigger"], event["source"], event["actor"])
            for event in events.of(session, "complaint", key)
        ]


def told(engine: Engine, talk: Conversation) -> list[tuple[str, str]]:
    with db.reading(engine) as session:
        return [(line.side, line.text) for line in conversations.transcript(session, talk.id)]


def said(engine: Engine) -> list[dict[str, Any]]:
    with db.reading(engine) as session:
        return list(session.scalars(select(outbox.c.payload).order_by(outbox.c.seq)))


def columns(engine: Engine, key: int) -> Row[Any]:
    with db.reading(engine) as session:
        return session.execute(select(table).where(table.c.id == key)).one()


def boss(session: Session) -> int:
    found = users.find(session, "boss")
    return found.id if found else users.add(session, "boss", "王总", "manager", "correct horse battery", NOW)


def test_registered_it_is_acknowledged_at_once(engine: Engine, complaint: int) -> None:
    kept = one(engine, complaint)
    assert (kept.state, kept.received_at, kept.acknowledged_at) == ("acknowledged", NOW, NOW)
    assert kept.due_kind == "answer"
    assert kept.due_at is not None
    assert kept.due_at > NOW
    assert moves(engine, complaint) == [("receive", "", "customer"), ("acknowledge", "received", "bot")]


def test_answered_the_customer_reads_it_in_the_chat(
    engine: Engine, talk: Conversation, complaint: int, staff: int
) -> None:
    with db.writing(engine) as session:
        state = complaints.answer(session, complaint, staff, "新的今天寄出，抱歉。", NOW, revision=0)
        (entry,) = complaints.entries(session, complaint)
    kept = one(engine, complaint)
    assert (state, kept.answered_at, kept.due_kind, kept.revision) == ("answered", NOW, "close", 1)
    assert (entry.kind, entry.text, entry.user_id) == ("answer", "新的今天寄出，抱歉。", staff)
    notice, words, question = told(engine, talk)
    assert notice == ("bot", "您的投诉 T260304-0001 有了答复：")
    assert words == ("staff", "新的今天寄出，抱歉。")
    assert question == ("bot", "投诉 T260304-0001 的答复，您能接受吗？")
    asked = said(engine)[-1]
    assert (asked["of"], asked["picker"]) == ("verdict.T260304-0001", "buttons")
    assert [key for key, *_ in asked["choices"]] == ["accept_answer", "refuse_answer", "ask_more"]


def test_answered_the_customer_reads_it_in_one_mail(engine: Engine, staff: int) -> None:
    with db.writing(engine) as session:
        (talk,) = conversations.load(session, [("email", "li@example.cn")], NOW).values()
        (key,) = complaints.open_(session, [rows.complaint(talk, "T260304-0001")], NOW)
        complaints.answer(session, key, staff, "新的今天寄出，抱歉。", NOW)
        for trigger in ("implement", "verify"):
            complaints.move(session, key, trigger, "staff", boss(session), NOW, given=GIVEN)
    answer, _, verified = told(engine, talk)
    assert answer[1].startswith("您的投诉 T260304-0001 有了答复：\n\n新的今天寄出，抱歉。\n\n")
    assert "可以接受" in answer[1], "how to say so in a reply"
    assert "解决了" in verified[1]
    assert not any("of" in each for each in said(engine)), "and no second mail"


def test_put_right_the_customer_is_asked_in_one_line_whether_it_is(
    engine: Engine, complaint: int, staff: int
) -> None:
    with db.writing(engine) as session:
        complaints.answer(session, complaint, staff, "换新的。", NOW)
        for trigger in ("implement", "verify"):
            complaints.move(session, complaint, trigger, "staff", boss(session), NOW, given=GIVEN)
    asked = said(engine)[-1]
    assert (asked["text"], asked["of"]) == (
        "投诉 T260304-0001 的措施做好了。问题解决了吗？",
        "verdict.T260304-0001",
    )
    assert [key for key, *_ in asked["choices"]] == ["solved", "unsolved", "ask_more"]


def test_a_suggestion_that_is_answered_asks_for_no_verdict(
    engine: Engine, complaint: int, staff: int
) -> None:
    with db.writing(engine) as session:
        complaints.amend(session, complaint, {"kind": "suggestion"}, staff, NOW)
        complaints.answer(session, complaint, staff, "好主意。", NOW)
    assert not any("of" in each for each in said(engine))


def test_the_first_answer_stays_the_first(engine: Engine, complaint: int, staff: int) -> None:
    later = NOW + timedelta(days=1)
    with db.writing(engine) as session:
        complaints.answer(session, complaint, staff, "一", NOW)
        complaints.answer(session, complaint, staff, "二", later)
    assert (one(engine, complaint).answered_at, columns(engine, complaint).first_answered_at) == (later, NOW)


def test_after_closing_the_customer_is_to_be_asked_and_reopened_not(
    engine: Engine, complaint: int, staff: int
) -> None:
    days = timedelta(days=definitions.policy().after)
    with db.writing(engine) as session:
        for trigger in ("answer", "close"):
            complaints.move(session, complaint, trigger, "staff", staff, NOW, given=GIVEN)
    assert columns(engine, complaint).ask_at == NOW + days
    with db.writing(engine) as session:
        complaints.move(session, complaint, "reopen", "customer", None, NOW)
    assert columns(engine, complaint).ask_at is None


@pytest.mark.parametrize(
    ("way", "changed"),
    [
        (("withdraw",), {}),
        (("answer", "close"), {"conversation_id": None, "customer_id": None, "anonymous": True}),
    ],
)
def test_who_is_not_asked_after_the_end(
    engine: Engine, talk: Conversation, staff: int, way: tuple[str, ...], changed: dict[str, object]
) -> None:
    with db.writing(engine) as session:
        (key,) = complaints.open_(session, [rows.complaint(talk, "T1", **changed)], NOW)
        for trigger in way:
            complaints.move(session, key, trigger, "staff", staff, NOW, given=GIVEN)
    assert columns(engine, key).ask_at is None


def test_from_investigation_to_reopening(
    engine: Engine, talk: Conversation, complaint: int, staff: int
) -> None:
    later = NOW + timedelta(days=30)
    with db.writing(engine) as session:
        for trigger in ("investigate", "answer", "close"):
            complaints.move(session, complaint, trigger, "staff", staff, NOW, given=GIVEN)
    closed = one(engine, complaint)
    assert (closed.state, closed.closed_at, closed.due_at, closed.due_kind) == ("closed", NOW, None, "")
    with db.writing(engine) as session:
        complaints.move(session, complaint, "reopen", "customer", None, later)
    reopened = one(engine, complaint)
    assert (reopened.state, reopened.closed_at, reopened.due_kind) == ("investigating", None, "answer")
    assert reopened.due_at is not None
    assert reopened.due_at > later, "the time limits run anew"
    with db.writing(engine) as session:
        complaints.move(session, complaint, "answer", "staff", staff, later, given=GIVEN)
    answered = one(engine, complaint)
    assert answered.due_at is not None
    assert answered.due_at > later, "and not from the first day"
    assert len(told(engine, talk)) == 8, "the customer needs not be told what they did themselves"


@pytest.mark.parametrize(
    ("way", "state"),
    [
        ((), "acknowledged"),
        (("investigate",), "investigating"),
        (("answer",), "answered"),
        (("answer", "close"), "closed"),
        (("withdraw",), "withdrawn"),
    ],
)
def test_whatever_the_law_does_not_know_is_refused(
    engine: Engine, complaint: int, staff: int, way: tuple[str, ...], state: str
) -> None:
    with db.writing(engine) as session:
        for trigger in way:
            complaints.move(session, complaint, trigger, "staff", staff, NOW, given=GIVEN)
    before = one(engine, complaint)
    assert before.state == state
    beside = {trigger for trigger, states in BESIDE.items() if state in states}
    for trigger in {trigger for _, trigger in LIFE.table} - set(LIFE.triggers(state)) - beside:
        with pytest.raises(NotAllowed), db.writing(engine) as session:
            complaints.move(session, complaint, trigger, "staff", staff, NOW, given=GIVEN)
    assert one(engine, complaint) == before


def test_a_late_save_is_refused_and_changes_nothing(
    engine: Engine, talk: Conversation, complaint: int, staff: int
) -> None:
    seen = one(engine, complaint)
    with db.writing(engine) as session:
        complaints.move(session, complaint, "investigate", "staff", staff, NOW, seen.revision)
    before = (one(engine, complaint), told(engine, talk), moves(engine, complaint))
    with pytest.raises(Stale), db.writing(engine) as session:
        complaints.answer(session, complaint, staff, "两个人同时写", NOW, seen.revision)
    assert (one(engine, complaint), told(engine, talk), moves(engine, complaint)) == before


def test_numbers_run_by_the_organisations_day(engine: Engine) -> None:
    evening = datetime(2026, 3, 4, 15, 59, tzinfo=UTC)
    with db.writing(engine) as session:
        assert complaints.reserve(session, 2, evening) == ["T260304-0001", "T260304-0002"]
        assert complaints.reserve(session, 1, evening) == ["T260304-0003"]
        assert complaints.reserve(session, 1, evening + timedelta(minutes=1)) == ["T260305-0001"]


def test_of_a_customer_the_latest_comes_first(engine: Engine, talk: Conversation) -> None:
    with db.writing(engine) as session:
        other = conversations.load(session, [("webchat", "b")], NOW)["webchat", "b"]
        complaints.open_(session, [rows.complaint(talk, "T1"), rows.complaint(other, "T2")], NOW)
        complaints.open_(session, [rows.complaint(talk, "T3")], NOW + timedelta(hours=1))
        found = complaints.of_customer(session, [talk.customer_id, other.customer_id, 404])
    numbers = {key: [each.number for each in mine] for key, mine in found.items()}
    assert numbers == {talk.customer_id: ["T3", "T1"], other.customer_id: ["T2"]}


def test_the_lists_say_what_is_due_first_and_what_is_late(
    engine: Engine, talk: Conversation, staff: int
) -> None:
    with db.writing(engine) as session:
        old, new, done, _ = complaints.open_(
            session,
            [rows.complaint(talk, f"T{n}", preview=n == 4) for n in (1, 2, 3, 4)],
            NOW,
        )
        complaints.move(session, new, "answer", "staff", staff, NOW, given=GIVEN)
        complaints.move(session, done, "withdraw", "customer", None, NOW)
        due = complaints.one(session, old).due_at
        assert due is not None

        def listed(tab: str, at: datetime = NOW) -> list[int]:
            return [each.id for each in queue.listing(session, queue.Wanted(tab), at)]

        assert listed("open") == [old, new]
        assert listed("overdue", due) == []
        assert listed("overdue", due + timedelta(seconds=1)) == [old]
        assert listed("withdrawn") == [done]
        counted = queue.by_state(session, due + timedelta(seconds=1))
        session.execute(update(table).where(table.c.id == old).values(concerns_id=staff))
        hiding.read_by(session, staff)
        assert "acknowledged" not in queue.by_state(session, due), "nor is what is about who reads counted"
    assert {state: (each.n, each.overdue) for state, each in counted.items()} == {
        "acknowledged": (1, 1),
        "answered": (1, 0),
        "withdrawn": (1, 0),
    }


def test_a_note_is_for_staff_alone(engine: Engine, talk: Conversation, complaint: int, staff: int) -> None:
    with db.writing(engine) as session:
        complaints.note(session, complaint, staff, "问过仓库", NOW)
        (entry,) = complaints.entries(session, complaint)
    assert (entry.kind, entry.text) == ("note", "问过仓库")
    assert told(engine, talk) == []


def test_what_no_database_takes_is_replaced(
    engine: Engine, talk: Conversation, complaint: int, staff: int
) -> None:
    with db.writing(engine) as session:
        complaints.note(session, complaint, staff, "问过\x00仓库\ud800", NOW)
        (entry,) = complaints.entries(session, complaint)
    assert entry.text == "问过\ufffd仓库\ufffd"


def test_what_the_customer_tells_later_fills_what_is_missing(engine: Engine, talk: Conversation) -> None:
    row = rows.complaint(talk) | {"product": "沙发", "order_number": ""}
    with db.writing(engine) as session:
        (key,) = complaints.open_(session, [row], NOW)  # type: ignore[list-item]
        number, facts = (
            complaints.one(session, key).number,
            {"product": "床", "order_number": "B777", "state": "closed"},
        )
        complaints.supply(session, talk.customer_id, number, facts, "订单号是 B777", NOW)
    found = one(engine, key)
    assert (found.product, found.order_number, found.state) == ("沙发", "B777", "acknowledged")
    with db.reading(engine) as session:
        (entry,) = complaints.entries(session, key)
    assert (entry.kind, entry.text) == ("added", "订单号是 B777")
    assert moves(engine, key)[-1] == ("add", "", "customer")


def test_nobody_adds_to_the_complaint_of_another(engine: Engine, talk: Conversation, complaint: int) -> None:
    number = one(engine, complaint).number
    with db.writing(engine) as session:
        complaints.supply(session, talk.customer_id + 1, number, {"product": "床"}, "是床", NOW)
    with db.reading(engine) as session:
        assert not complaints.entries(session, complaint)
