"""The record of a complaint: completed, corrected, assessed, assigned, joined; nothing is lost."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.orm import Session

from storage import changes, complaints, conversations, db, departments, erasing, events, exporting, users
from storage.complaints import Stale
from storage.conversations import Conversation
from storage.domain.handling import Refused
from storage.tables import changes as table
from storage.tables import complaint_entries
from storage.tables import users as users_table
from tests.storage import rows
from tests.storage.conftest import NOW

Do = Callable[..., Any]


@pytest.fixture
def complaint(engine: Engine, talk: Conversation) -> int:
    with db.writing(engine) as session:
        return complaints.open_(session, [rows.complaint(talk, "T1")], NOW)[0]


@pytest.fixture
def another(engine: Engine, talk: Conversation, complaint: int) -> int:
    """A later one of the same customer."""
    with db.writing(engine) as session:
        return complaints.open_(session, [rows.complaint(talk, "T2")], NOW)[0]


@pytest.fixture
def head(engine: Engine) -> int:
    """An administrator."""
    with db.writing(engine) as session:
        return users.add(session, "wang", "王总", "administrator", "correct horse battery", NOW)


def told(session: Session, talk: Conversation) -> list[str]:
    return [line.text for line in conversations.transcript(session, talk.id)]


def history(session: Session, key: int) -> list[str]:
    return [event["trigger"] for event in events.of(session, "complaint", key)]


def test_every_change_of_a_field_is_kept_and_the_history_has_no_words(
    engine: Engine, complaint: int, staff: int
) -> None:
    first = {"model": "A-7", "quantity": 40.0, "quantity_defective": 3.0, "happened_on": date(2026, 3, 1)}
    with db.writing(engine) as session:
        complaints.amend(session, complaint, first, staff, NOW, 0)
        complaints.amend(session, complaint, {"model": "A-8", "recurrent": True}, staff, NOW, 1)
        found, kept = complaints.form(session, complaint), changes.of_complaint(session, complaint)
        seen = events.of(session, "complaint", complaint)
        revision = complaints.one(session, complaint).revision
    assert {name: found[name] for name in first} == first | {"model": "A-8"}
    assert revision == 2
    assert {(each.field, each.old, each.new, each.revision, each.user_id) for each in kept} == {
        ("model", "", "A-7", 1, staff),
        ("quantity", None, 40.0, 1, staff),
        ("quantity_defective", None, 3.0, 1, staff),
        ("happened_on", None, "2026-03-01", 1, staff),
        ("model", "A-7", "A-8", 2, staff),
        ("recurrent", None, True, 2, staff),
    }
    assert [event["trigger"] for event in seen] == ["receive", "acknowledge", "amend", "amend"]
    assert "A-7" not in str(seen)


def test_what_stands_there_already_is_no_change(engine: Engine, complaint: int, staff: int) -> None:
    with db.writing(engine) as session:
        stands = complaints.form(session, complaint)
        complaints.amend(session, complaint, stands, staff, NOW, 0)
        assert complaints.one(session, complaint).revision == 0
        assert history(session, complaint) == ["receive", "acknowledge"]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"state": "closed"}, {"state": "unknown_field"}),
        ({"story": "别的"}, {"story": "unknown_field"}),
        ({"model": "长" * 4001, "part": 7}, {"model": "too_long", "part": "not_text"}),
        ({"kind": ""}, {"kind": "unknown_choice"}),
        ({"happened_on": date(2026, 3, 5)}, {"happened_on": "after_received"}),
        ({"quantity": 2, "quantity_defective": 3}, {"quantity_defective": "more_than_all"}),
    ],
)
def test_what_does_not_fit_is_refused_by_field(
    engine: Engine, complaint: int, staff: int, given: dict[str, Any], wrong: dict[str, str]
) -> None:
    with pytest.raises(Refused) as refused, db.writing(engine) as session:
        complaints.amend(session, complaint, given, staff, NOW)
    assert (refused.value.code, refused.value.fields) == ("unfit", wrong)
    with db.reading(engine) as session:
        assert complaints.one(session, complaint).revision == 0


def test_a_late_save_is_refused_with_what_differs(engine: Engine, complaint: int, staff: int) -> None:
    with db.writing(engine) as session:
        complaints.amend(session, complaint, {"model": "A", "part": "门"}, staff, NOW, 0)
        complaints.amend(session, complaint, {"model": "B", "part": ""}, staff, NOW, 1)
        complaints.move(session, complaint, "investigate", "staff", staff, NOW, 2)
    with pytest.raises(Stale) as stale, db.writing(engine) as session:
        complaints.amend(session, complaint, {"batch": "7"}, staff, NOW, 0)
    assert stale.value.differs == {"model": ("", "B")}, "the part is again what it was"
    assert stale.value.state == "investigating"
    with db.reading(engine) as session:
        assert complaints.form(session, complaint)["batch"] == ""


def test_assessed_once_it_moves_on_and_assessed_anew_it_stays(
    engine: Engine, talk: Conversation, complaint: int, staff: int
) -> None:
    with db.writing(engine) as session:
        found = {"severity": "serious", "safety": True, "compensation": "high"}
        assert complaints.assess(session, complaint, found, staff, NOW, 0) == "assessed"
        assert complaints.assess(session, complaint, {"severity": "minor"}, staff, NOW, 1) == "assessed"
        kept = complaints.form(session, complaint)
        assert (kept["severity"], kept["safety"], kept["compensation"]) == ("minor", True, "high")
        assert history(session, complaint)[2:] == ["assess", "assess"]
        assert len(told(session, talk)) == 1, "the customer is told of the move alone"
        with pytest.raises(Refused) as refused:
            complaints.assess(session, complaint, {"severity": "huge"}, staff, NOW)
    assert refused.value.fields == {"severity": "unknown_choice"}


def test_who_owns_a_complaint_may_verify_what_was_done(
    engine: Engine, complaint: int, staff: int, head: int
) -> None:
    with db.writing(engine) as session:
        complaints.answer(session, complaint, staff, "换新的", NOW)
        complaints.move(session, complaint, "implement", "staff", staff, NOW)
        with pytest.raises(Refused) as refused:
            complaints.move(session, complaint, "verify", "staff", staff, NOW, given={"remark": "好了"})
        assert refused.value.code == "not_you"
        complaints.assign(session, complaint, staff, "质量部", head, NOW)
        complaints.move(session, complaint, "verify", "staff", staff, NOW, given={"remark": "好了"})
        complaints.move(session, complaint, "close", "staff", staff, NOW)
        kept = complaints.one(session, complaint)
        notes = session.scalars(select(complaint_entries.c.text).where(complaint_entries.c.kind == "note"))
        assert notes.all() == ["好了"]
    assert (kept.state, kept.outcome, kept.owner_id, kept.department) == (
        "closed",
        "remedied",
        staff,
        "质量部",
    )


def test_a_department_is_one_of_those_there_are_or_stays(engine: Engine, complaint: int, staff: int) -> None:
    with db.writing(engine) as session:
        complaints.assign(session, complaint, staff, "质量部", staff, NOW)
        departments.add(session, "售后部", staff, NOW)
        complaints.assign(session, complaint, staff, "质量部", staff, NOW)
        complaints.assign(session, complaint, staff, "售后部", staff, NOW)
        for name, wrong in (("质量部", "unknown_choice"), ("长" * 101, "too_long")):
            with pytest.raises(Refused) as refused:
                complaints.assign(session, complaint, staff, name, staff, NOW)
            assert (refused.value.code, refused.value.fields) == ("unfit", {"department": wrong})
        complaints.assign(session, complaint, staff, "", staff, NOW)
        complaints.assign(session, complaint, None, "售后部", staff, NOW)
        kept = complaints.one(session, complaint)
        assert (kept.owner_id, kept.department) == (None, "售后部"), "it waits there for somebody"
        with pytest.raises(Refused) as refused:
            complaints.assign(session, complaint, None, "", staff, NOW)
        assert refused.value.code == "no_owner"


def test_what_goes_to_a_department_its_head_is_told_of(
    engine: Engine, talk: Conversation, complaint: int, staff: int
) -> None:
    with db.writing(engine) as session:
        (there,) = conversations.load(session, [("telegram", "77")], NOW).values()
        boss = users.add(session, "zhou", "周工", "department_head", "correct horse battery", NOW)
        place = {"department": "研发部", "alert_to": there.id}
        session.execute(update(users_table).where(users_table.c.id == boss).values(**place))
        for _ in range(2):
            complaints.assign(session, complaint, None, "研发部", staff, NOW)
        (alert,) = told(session, there)
        assert alert.startswith("投诉 T1 交给了您的部门")


def test_it_goes_back_to_nobody_who_left_meanwhile(engine: Engine, complaint: int, staff: int) -> None:
    with db.writing(engine) as session:
        left = users.add(session, "zhao", "赵工", "handler", "correct horse battery", NOW)
        for owner in (left, staff, left, staff):
            complaints.assign(session, complaint, owner, "", staff, NOW)
        complaints.assign_back(session, complaint, complaints.one(session, complaint).revision, staff, NOW)
        assert complaints.one(session, complaint).owner_id == left
        complaints.assign(session, complaint, staff, "", staff, NOW)
        session.execute(update(users_table).where(users_table.c.id == left).values(active=False))
        with pytest.raises(Refused):
            complaints.assign_back(
                session, complaint, complaints.one(session, complaint).revision, staff, NOW
            )


def test_nobody_who_left_or_only_reads_is_named(engine: Engine, complaint: int, staff: int) -> None:
    with db.writing(engine) as session:
        left = users.add(session, "zhao", "赵工", "handler", "correct horse battery", NOW)
        users.set_active(session, left, active=False)
        reads = users.add(session, "qian", "钱工", "viewer", "correct horse battery", NOW)
    for nobody in (left, reads, 404):
        with pytest.raises(Refused) as refused, db.writing(engine) as session:
            complaints.assign(session, complaint, nobody, "", staff, NOW)
        assert refused.value.code == "no_owner"
    with pytest.raises(Refused) as refused, db.writing(engine) as session:
        complaints.amend(session, complaint, {"model": "A"}, reads, NOW)
    assert refused.value.code == "not_you"


def test_merged_it_goes_on_in_another_of_the_same_customer(
    engine: Engine, talk: Conversation, complaint: int, another: int, staff: int
) -> None:
    with db.writing(engine) as session:
        assert complaints.merge(session, another, "T1", staff, NOW, 0) == "merged"
        kept = complaints.one(session, another)
        assert (kept.merged_into, kept.closed_at, kept.due_at) == (complaint, NOW, None)
        assert [each.id for each in complaints.linked(session, complaint)] == [another]
        assert history(session, complaint)[2:] == ["link"]
        assert history(session, another)[2:] == ["link", "merge"]
        assert told(session, talk) == ["您的投诉 T2 已并入您的另一件投诉 T1，以后一起答复。"]
        with pytest.raises(Refused) as refused:
            complaints.merge(session, complaint, "T2", staff, NOW)
    assert refused.value.code == "other_ended"


def test_what_is_not_the_customer_s_own_is_not_merged_but_linked(
    engine: Engine, complaint: int, staff: int
) -> None:
    with db.writing(engine) as session:
        (there,) = conversations.load(session, [("telegram", "77")], NOW).values()
        (theirs,) = complaints.open_(session, [rows.complaint(there, "T7")], NOW)
        for number, code in (
            ("T7", "other_customer"),
            ("T1", "itself"),
            ("T404", "unknown_other"),
            ("", "no_other"),
        ):
            with pytest.raises(Refused) as refused:
                complaints.merge(session, complaint, number, staff, NOW)
            assert refused.value.code == code
        for _ in range(2):
            complaints.link(session, complaint, "T7", staff, NOW)
        assert [each.id for each in complaints.linked(session, complaint)] == [theirs]
        assert [each.id for each in complaints.linked(session, theirs)] == [complaint]
        assert history(session, theirs)[2:] == ["link"]
        assert complaints.one(session, complaint).revision == 0
        assert not told(session, there), "they are not told of others"


def test_a_refusal_is_not_closed_but_goes_outside_and_ends_with_what_came_of_it(
    engine: Engine, talk: Conversation, complaint: int, staff: int, head: int
) -> None:
    with db.writing(engine) as session:
        complaints.answer(session, complaint, staff, "不赔", NOW)
        complaints.move(session, complaint, "refuse", "customer", None, NOW)
        with pytest.raises(Refused):
            complaints.move(session, complaint, "close", "staff", head, NOW)
        with pytest.raises(Refused) as refused:
            complaints.refer(session, complaint, "hotline", staff, NOW)
        assert refused.value.code == "not_you", "it goes up first"
        assert complaints.refer(session, complaint, "hotline", head, NOW) == "referred"
        way, file = told(session, talk)[-1].split("\n\n")
        assert "12315" in way
        assert "您反映：" in file
        with pytest.raises(Refused) as refused:
            complaints.move(session, complaint, "close", "staff", staff, NOW)
        assert refused.value.code == "no_outcome"
        complaints.move(session, complaint, "close", "staff", staff, NOW, given={"outcome": "settled"})
        kept = complaints.one(session, complaint)
        assert (kept.state, kept.referred_to, kept.outcome) == ("closed", "hotline", "settled")
        complaints.move(session, complaint, "reopen", "customer", None, NOW)
        assert complaints.one(session, complaint).outcome == ""


def test_a_suggestion_ends_adopted_or_not_and_the_customer_is_told(
    engine: Engine, talk: Conversation, complaint: int, staff: int
) -> None:
    with db.writing(engine) as session:
        complaints.amend(session, complaint, {"kind": "suggestion"}, staff, NOW)
        complaints.answer(session, complaint, staff, "仓库放不下", NOW)
        with pytest.raises(Refused) as refused:
            complaints.move(session, complaint, "close", "staff", staff, NOW)
        assert refused.value.code == "no_outcome"
        given = {"outcome": "not_adopted"}
        with pytest.raises(Refused) as refused:
            complaints.move(session, complaint, "close", "staff", staff, NOW, given=given)
        assert refused.value.code == "no_remark", "nobody is left without a reason"
        complaints.move(
            session, complaint, "close", "staff", staff, NOW, given={**given, "remark": "仓库放不下"}
        )
        assert told(session, talk)[-1] == "您的建议 T1 这次没有采纳，原因已经答复您，谢谢您。"


def test_nothing_is_done_before_it_was_received(engine: Engine, complaint: int, staff: int) -> None:
    with pytest.raises(Refused) as refused, db.writing(engine) as session:
        complaints.answer(session, complaint, staff, "好", NOW - timedelta(minutes=1))
    assert refused.value.code == "too_early"


def test_what_the_customer_tells_later_is_kept_with_what_stood_there(
    engine: Engine, talk: Conversation
) -> None:
    with db.writing(engine) as session:
        row = rows.complaint(talk, "T5") | {"order_number": ""}
        (key,) = complaints.open_(session, [row], NOW)  # type: ignore[list-item]
        complaints.supply(session, talk.customer_id, "T5", {"order_number": "B7"}, "是 B7", NOW)
        (change,) = changes.of_complaint(session, key)
    assert (change.field, change.old, change.new, change.actor) == ("order_number", "", "B7", "customer")


def test_forgotten_nothing_of_the_record_is_left_and_nothing_can_be_written_there(
    engine: Engine, talk: Conversation, complaint: int, staff: int
) -> None:
    words = {
        "complainant": "张三",
        "representative": "李四律师",
        "contact": "13800000000",
        "effect": "手割伤了",
    }
    with db.writing(engine) as session:
        complaints.amend(session, complaint, {**words, "quantity": 3}, staff, NOW)
        complaints.answer(session, complaint, staff, "赔", NOW)
        complaints.move(session, complaint, "close", "staff", staff, NOW)
    with db.writing(engine) as session:
        erasing.erase(session, talk.customer_id, NOW)
    with db.writing(engine) as session:
        kept = complaints.form(session, complaint)
        assert (kept["quantity"], {name: kept[name] for name in words}) == (3, dict.fromkeys(words, ""))
        left = session.execute(select(table.c.old, table.c.new).where(table.c.entity == "complaint")).all()
        assert len(left) == 6
        assert {value for row in left for value in row} == {None}
        with pytest.raises(Refused) as refused:
            complaints.amend(session, complaint, {"complainant": "张三"}, staff, NOW)
    assert refused.value.code == "emptied"


def test_in_their_own_file_is_what_was_told_and_not_what_staff_make_of_it(
    engine: Engine, talk: Conversation, complaint: int, staff: int
) -> None:
    with db.writing(engine) as session:
        complaints.amend(session, complaint, {"model": "A", "cost": 120_00}, staff, NOW)
        complaints.amend(session, complaint, {"model": "B"}, staff, NOW)
        complaints.assess(session, complaint, {"severity": "critical"}, staff, NOW)
        (kept,) = exporting.gathering.gather(session, talk.customer_id)["complaints"]
    assert kept["model"] == "B"
    assert [(each["field"], each["was"]) for each in kept["earlier"]] == [("model", ""), ("model", "A")]
    assert "cost" not in kept
    assert "severity" not in kept


def test_the_change_of_another_thing_is_not_the_complaint_s(engine: Engine, complaint: int) -> None:
    row = {"entity": "answer", "entity_id": complaint, "field": "q", "actor": "staff", "at": NOW}
    with db.writing(engine) as session:
        session.execute(insert(table), [{**row, "old": "1", "new": "2"}])
        assert changes.of_complaint(session, complaint) == []


@pytest.mark.parametrize("trigger", ["amend", "assign", "link", "split", "pause", "resume", "sing"])
def test_what_is_no_move_is_not_made_as_one(engine: Engine, complaint: int, staff: int, trigger: str) -> None:
    given = {"changes": {"model": "A"}, "owner": staff, "other": "T2", "story": "另一件", "text": "哪一件？"}
    with pytest.raises(Refused) as refused, db.writing(engine) as session:
        complaints.move(session, complaint, trigger, "staff", staff, NOW, given=given)
    assert refused.value.code == "not_now"
