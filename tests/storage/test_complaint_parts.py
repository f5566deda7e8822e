"""A complaint waits for its customer's word, is split in two, or is none at all but a suggestion."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from storage import complaints, conversations, db, events, exporting
from storage import users as accounts
from storage.complaints import Stale
from storage.conversations import Conversation
from storage.domain.handling import Refused
from storage.tables import jobs, users
from tests.storage import rows
from tests.storage.conftest import NOW

LATER = NOW + timedelta(hours=3)


@pytest.fixture
def complaint(engine: Engine, talk: Conversation) -> int:
    with db.writing(engine) as session:
        return complaints.open_(session, [rows.complaint(talk, "T1")], NOW)[0]


def told(session: Session, talk: Conversation) -> list[str]:
    return [line.text for line in conversations.transcript(session, talk.id)]


def history(session: Session, key: int) -> list[str]:
    return [event["trigger"] for event in events.of(session, "complaint", key)]


def test_paused_the_customer_is_asked_and_their_next_word_goes_on(
    engine: Engine, talk: Conversation, complaint: int, staff: int
) -> None:
    with db.writing(engine) as session:
        complaints.pause(session, complaint, staff, "哪一扇门？", LATER, 0)
        assert complaints.paused(session, [complaint, 404]) == {complaint: LATER}
        assert told(session, talk) == ["您的投诉 T1，想先问您一句，等您回复：", "哪一扇门？"]
        assert [each.kind for each in complaints.entries(session, complaint)] == ["question"]
        with pytest.raises(Refused) as refused:
            complaints.pause(session, complaint, staff, "哪一扇门？", LATER)
        assert refused.value.code == "paused"
        complaints.supply(session, talk.customer_id, "T1", {}, "左边那扇", LATER)
        assert complaints.paused(session, [complaint]) == {}
        complaints.supply(session, talk.customer_id, "T1", {}, "左边那扇", LATER)
        assert history(session, complaint)[2:] == ["pause", "resume", "add", "add"]
        (*_, resumed, _, _) = events.of(session, "complaint", complaint)
        assert (resumed["actor"], resumed["user_id"]) == ("customer", None)
        assert complaints.one(session, complaint).revision == 2
        (own,) = exporting.gathering.gather(session, talk.customer_id)["complaints"]
        assert [each["text"] for each in own["answers"]] == ["哪一扇门？"], "they have it in their file"


def test_staff_too_may_go_on_and_an_answer_ends_the_waiting(
    engine: Engine, complaint: int, staff: int
) -> None:
    with db.writing(engine) as session:
        with pytest.raises(Refused) as refused:
            complaints.resume(session, complaint, staff, NOW)
        assert refused.value.code == "not_paused"
        complaints.pause(session, complaint, staff, "哪一扇门？", NOW)
        complaints.resume(session, complaint, staff, LATER, 1)
        complaints.pause(session, complaint, staff, "哪一扇门？", LATER)
        complaints.answer(session, complaint, staff, "都换", LATER)
        assert complaints.paused(session, [complaint]) == {}
        complaints.move(session, complaint, "refuse", "customer", None, LATER)
        complaints.pause(session, complaint, staff, "为什么？", LATER)
        with pytest.raises(Stale):
            complaints.resume(session, complaint, staff, LATER, 2)


def test_without_a_name_the_question_is_kept_and_what_its_owner_adds_goes_on(
    engine: Engine, talk: Conversation, staff: int
) -> None:
    row = rows.complaint(talk, "T8", anonymous=True, conversation_id=None, customer_id=None)
    with db.writing(engine) as session:
        (key,) = complaints.open_(session, [row], NOW)
        complaints.pause(session, key, staff, "哪一天？", NOW)
        complaints.add(session, "T8", "上周三", LATER)
        assert complaints.paused(session, [key]) == {}
        assert [each.kind for each in complaints.entries(session, key)] == ["question", "added"]
        assert told(session, talk) == []


def test_split_each_goes_on_under_its_own_number(
    engine: Engine, talk: Conversation, complaint: int, staff: int
) -> None:
    with db.writing(engine) as session:
        new = complaints.split(session, complaint, "送货的人态度差", staff, LATER, 0)
        other, first = complaints.one(session, new), complaints.one(session, complaint)
        assert (other.story, other.remedy, other.state) == ("送货的人态度差", "", "acknowledged")
        assert (other.customer_id, other.conversation_id) == (talk.customer_id, talk.id)
        assert (other.received_at, other.due_at) == (NOW, first.due_at), "its time runs from the same hour"
        assert first.story == "收到的货外壳裂了", "what the customer said stays as it is"
        assert [each.id for each in complaints.linked(session, complaint)] == [new]
        assert history(session, complaint)[2:] == history(session, new)[2:] == ["split", "link"]
        assert told(session, talk) == [
            f"您的投诉 T1 说的是两件事，另一件的编号是 {other.number}，分开办理，都会答复您。"
        ]
        assert session.scalars(select(jobs.c.key)).all() == [f"complaint:{new}"], "it is read like any"
        assert complaints.parts(session, complaint) == [], "those with a name are found by it"
    with pytest.raises(Stale), db.writing(engine) as session:
        complaints.split(session, complaint, "送货的人态度差", staff, LATER, 0)


def test_split_one_without_a_name_is_found_by_the_same_code(
    engine: Engine, talk: Conversation, staff: int
) -> None:
    unnamed = {"anonymous": True, "conversation_id": None, "customer_id": None}
    with db.writing(engine) as session:
        key, like = complaints.open_(
            session, [rows.complaint(talk, number, **unnamed) for number in ("T8", "T9")], NOW
        )
        new = complaints.split(session, key, "送货的人态度差", staff, LATER)
        complaints.link(session, key, "T9", staff, LATER)
        (entry,) = complaints.entries(session, key)
        other = complaints.one(session, new)
        assert (other.anonymous, other.customer_id, other.conversation_id) == (True, None, None)
        assert (entry.kind, other.number in entry.text) == ("answer", True)
        assert [each.id for each in complaints.parts(session, key)] == [new], "not what it is only linked to"
        assert complaints.parts(session, like) == []


def test_split_again_the_code_leads_to_all_and_to_nothing_that_was_split_then_too(
    engine: Engine, talk: Conversation, staff: int
) -> None:
    unnamed = {"anonymous": True, "conversation_id": None, "customer_id": None}
    with db.writing(engine) as session:
        own, others = complaints.open_(
            session, [rows.complaint(talk, number, **unnamed) for number in ("T8", "T9")], NOW
        )
        second = complaints.split(session, own, "送货的人态度差", staff, LATER)
        third = complaints.split(session, second, "发票没有开", staff, LATER)
        strange = complaints.split(session, others, "门铃坏了", staff, LATER)
        for key in (own, third):
            complaints.link(session, key, complaints.one(session, strange).number, staff, LATER)
        assert [each.id for each in complaints.parts(session, own)] == [second, third]
        assert [each.id for each in complaints.parts(session, others)] == [strange]


def test_split_both_know_whom_to_call(engine: Engine, talk: Conversation, complaint: int, staff: int) -> None:
    told = {"complainant": "王芳", "contact": "13800000000", "representative": "王强"}
    with db.writing(engine) as session:
        complaints.amend(session, complaint, told, staff, NOW)
        new = complaints.split(session, complaint, "送货的人态度差", staff, LATER)
        found = complaints.form(session, new)
    assert {name: found[name] for name in told} == told


def test_a_suggestion_is_answered_with_what_came_of_it(
    engine: Engine, talk: Conversation, complaint: int, staff: int
) -> None:
    with db.writing(engine) as session:
        complaints.amend(session, complaint, {"kind": "suggestion"}, staff, NOW)
        with pytest.raises(Refused) as refused:
            complaints.conclude(session, complaint, "not_adopted", "", staff, NOW, 1)
        assert refused.value.code == "no_text"
        assert complaints.conclude(session, complaint, "not_adopted", "仓库放不下", staff, NOW, 1) == "closed"
        assert told(session, talk) == [
            "您的建议 T1 有了答复：",
            "仓库放不下",
            "您的建议 T1 这次没有采纳，原因已经答复您，谢谢您。",
        ]
        assert [each.kind for each in complaints.entries(session, complaint)] == ["answer"]


def test_praise_is_passed_on_and_colleagues_read_to_whom(
    engine: Engine, talk: Conversation, complaint: int, staff: int
) -> None:
    with db.writing(engine) as session:
        complaints.amend(session, complaint, {"kind": "praise"}, staff, NOW)
        complaints.conclude(session, complaint, "passed_on", "谢谢您", staff, NOW, remark="转告了张师傅")
        kinds = [(each.kind, each.text) for each in complaints.entries(session, complaint)]
        assert kinds == [("answer", "谢谢您"), ("note", "转告了张师傅")]
        assert told(session, talk)[-1] == "您的表扬 T1 已转告，谢谢您。"


@pytest.mark.parametrize("whom", ["nobody", "whom it is about"])
def test_praise_is_passed_on_to_nobody_it_is_about_and_to_nobody_unknown(
    engine: Engine, complaint: int, staff: int, whom: str
) -> None:
    with db.writing(engine) as session:
        head = accounts.add(session, "head", "赵主任", "department_head", "correct horse battery", NOW)
        complaints.amend(session, complaint, {"kind": "praise"}, staff, NOW)
        complaints.concern(session, complaint, staff, head, NOW)
        praised = staff if whom != "nobody" else 999
        with pytest.raises(Refused) as refused:
            complaints.conclude(session, complaint, "passed_on", "谢谢您", head, NOW, praised=praised)
        assert refused.value.fields == {"person": "unknown_choice"}
        assert complaints.entries(session, complaint) == []


def test_who_is_praised_reads_of_it_where_their_alerts_go(
    engine: Engine, talk: Conversation, complaint: int, staff: int
) -> None:
    with db.writing(engine) as session:
        (there,) = conversations.load(session, [("telegram", "77")], NOW).values()
        session.execute(update(users).where(users.c.id == staff).values(alert_to=there.id))
        complaints.amend(session, complaint, {"kind": "praise"}, staff, NOW)
        complaints.conclude(session, complaint, "passed_on", "谢谢您", staff, NOW, praised=staff)
        (alert,) = told(session, there)
        assert alert.startswith("有顾客表扬您（T1）。")
