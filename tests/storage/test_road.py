"""The message road: load, record, answer, say, save; many at once."""

import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import Engine, Row, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage import analyses, conversations, db, messages, outbox, responses
from storage.conversations import Conversation
from storage.tables import analyses as analyses_table
from storage.tables import answers, changes, customers
from storage.tables import conversations as conversations_table
from storage.tables import responses as responses_table
from tests.storage import rows
from tests.storage.conftest import NOW

LATER = NOW + timedelta(minutes=1)


def test_who_comes_for_the_first_time_gets_a_conversation_and_a_file(engine: Engine) -> None:
    addresses = [("webchat", "b"), ("telegram", "1"), ("webchat", "a"), ("webchat", "b")]
    with db.writing(engine) as session:
        first = conversations.load(session, addresses, NOW)
    with db.writing(engine) as session:
        again = conversations.load(session, addresses, LATER)
        assert session.scalar(select(func.count()).select_from(customers)) == 3
    assert first == again
    assert set(first) == set(addresses)
    assert len({talk.customer_id for talk in first.values()}) == 3
    assert first["webchat", "a"].active_at == NOW


def test_two_processes_meet_the_same_new_customer(engine: Engine) -> None:
    def come() -> None:
        with db.writing(engine) as session:
            conversations.load(session, [("webchat", str(n)) for n in range(50)], NOW)

    doors = [threading.Thread(target=come) for _ in range(4)]
    for door in doors:
        door.start()
    for door in doors:
        door.join()
    with db.reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(conversations_table)) == 50
        assert session.scalar(select(func.count()).select_from(customers)) == 50


def test_what_the_road_changes_is_kept_and_what_staff_changed_stays(
    engine: Engine, talk: Conversation, staff: int
) -> None:
    with db.writing(engine) as session:
        conversations.hold(session, talk.id, staff, NOW)
    talk.talk, talk.seq, talk.seen, talk.waiting_since, talk.waiting_for = '{"s":1}', 5, 3, LATER, "human"
    talk.active_at = LATER
    with db.writing(engine) as session:
        conversations.save(session, [talk])
    with db.writing(engine) as session:
        kept = conversations.load(session, [("webchat", "a")], LATER)["webchat", "a"]
    assert kept.held_by == staff
    talk.held_by = staff
    assert kept == talk


def test_a_repeat_is_known_by_its_conversation_and_id(engine: Engine, talk: Conversation) -> None:
    with db.writing(engine) as session:
        messages.record(session, [rows.message(talk, f"m{n}", n, NOW) for n in range(3)])
        there = ("webchat", talk.address, "m1")
        others = [
            ("webchat", talk.address, "m9"),
            ("telegram", talk.address, "m1"),
            ("webchat", "other", "m1"),
        ]
        assert messages.known(session, [there, *others]) == {there}
    with pytest.raises(IntegrityError), db.writing(engine) as session:
        messages.record(session, [rows.message(talk, "m1", 9, NOW)])


def test_a_transcript_has_both_sides_in_order_and_pages(
    engine: Engine, talk: Conversation, staff: int
) -> None:
    choice = {"of": "1.quality", "keys": ["4"]}
    with db.writing(engine) as session:
        messages.record(session, [rows.message(talk, "open", 1, NOW, kind="open", text="")])
        outbox.put(session, [rows.saying(talk, n, NOW) for n in (2, 4)])
        messages.record(
            session, [rows.message(talk, "m", 3, LATER, kind="choice", text="满意", choice=choice)]
        )
        talk.seq = 4
        conversations.save(session, [talk])
        assert conversations.say(session, talk.id, staff, "我来帮您看看", LATER) == 5
    with db.reading(engine) as session:
        lines = conversations.transcript(session, talk.id)
        rest = conversations.transcript(session, talk.id, after=2, limit=2)
    assert [(line.seq, line.side, line.text) for line in lines] == [
        (2, "bot", "第 2 句"),
        (3, "customer", "满意"),
        (4, "bot", "第 4 句"),
        (5, "staff", "我来帮您看看"),
    ]
    assert (lines[1].payload, lines[1].at, lines[3].user) == (choice, LATER, "李工")
    assert rest == lines[1:3]


def test_responses_begin_in_order_and_keep_their_answers(
    engine: Engine, talk: Conversation, survey: int
) -> None:
    with db.writing(engine) as session:
        segments = ["east", "west", "south"]
        ids = responses.begin(session, [rows.begun(survey, talk, NOW, segment=each) for each in segments])
        found = dict(session.execute(select(responses_table.c.id, responses_table.c.segment)).all())
        responses.keep(
            session, [rows.answer(ids[1], "quality", 75.0, NOW), rows.answer(ids[1], "price", 25.0, NOW)]
        )
        responses.reason(session, [responses.Reason(response_id=ids[1], question="price", text="比别家贵")])
        finished = responses.Finished(
            response_id=ids[1], state="completed", satisfaction_index=70.0, at=LATER
        )
        stopped = responses.Finished(response_id=ids[0], state="stopped", satisfaction_index=None, at=LATER)
        responses.finish(session, [finished, stopped])
    assert [found[each] for each in ids] == segments
    with db.reading(engine) as session:
        r, a = responses_table.c, answers.c
        states = session.execute(select(r.state, r.satisfaction_index, r.completed_at).order_by(r.id)).all()
        kept = session.execute(select(a.question, a.score, a.reason, a.because).order_by(a.id)).all()
    assert [tuple(row) for row in states] == [
        ("stopped", None, None),
        ("completed", 70.0, LATER),
        ("begun", None, None),
    ]
    assert [tuple(row) for row in kept] == [
        ("quality", 75.0, "", ["满意"]),
        ("price", 25.0, "比别家贵", ["满意"]),
    ]


def changed(session: Session, answer: int) -> Sequence[Row]:
    """What was corrected in this answer, oldest first."""
    query = select(changes).where(changes.c.entity == "answer", changes.c.entity_id == answer)
    return session.execute(query.order_by(changes.c.id)).all()


def test_an_answer_given_anew_replaces_the_old_one_which_is_kept_aside(
    engine: Engine, talk: Conversation, survey: int
) -> None:
    with db.writing(engine) as session:
        (response,) = responses.begin(session, [rows.begun(survey, talk, NOW)])
        responses.keep(session, [rows.answer(response, "quality", 75.0, NOW)])
    worse = rows.answer(response, "quality", 25.0, LATER, value="2", label="不满意", text="还是2分吧", seq=9)
    worst = rows.answer(response, "quality", 0.0, LATER, value="1", label="非常不满意", text="1", seq=11)
    with db.writing(engine) as session:
        responses.keep(session, [worse, rows.answer(response, "price", 75.0, LATER), worst])
    with db.writing(engine) as session:
        responses.keep(session, [worst])
    with db.reading(engine) as session:
        kept = session.execute(
            select(answers.c.question, answers.c.label, answers.c.seq).order_by(answers.c.id)
        )
        assert [tuple(row) for row in kept] == [("quality", "非常不满意", 11), ("price", "满意", 1)]
        pairs = {(response, "quality"), (response, "none")}
        ids = responses.answer_ids(session, pairs)
        assert set(ids) == {(response, "quality")}
        history = changed(session, ids[response, "quality"])
    assert [(change.old["label"], change.new["label"]) for change in history] == [
        ("满意", "不满意"),
        ("不满意", "非常不满意"),
    ]


def test_why_the_old_answer_was_low_and_what_was_found_in_it_say_nothing_of_the_new_one(
    engine: Engine, talk: Conversation, survey: int
) -> None:
    with db.writing(engine) as session:
        (response,) = responses.begin(session, [rows.begun(survey, talk, NOW)])
        responses.keep(session, [rows.answer(response, each, 0.0, NOW) for each in ("price", "quality")])
        why = {"response_id": response, "text": "太贵了"}
        both = [responses.Reason(question=each, **why) for each in ("price", "quality")]
        responses.reason(session, both)
        ids = responses.answer_ids(session, {(response, "price"), (response, "quality")})
        analyses.keep(session, [rows.analysis(session, key, NOW) for key in ids.values()])
    with db.writing(engine) as session:
        responses.keep(session, [rows.answer(response, "price", 100.0, LATER, value="5", label="非常满意")])
        price = ids[response, "price"]
        assert session.scalar(select(answers.c.reason).where(answers.c.id == price)) == ""
        (change,) = changed(session, price)
        assert (change.old["reason"], change.new["reason"]) == ("太贵了", "")
        assert session.scalars(select(analyses_table.c.subject_id)).all() == [ids[response, "quality"]]
