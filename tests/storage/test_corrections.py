"""Staff correct what was understood: the row, its history, the index and the reports move together."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from storage import corrections, db, definitions, events, responses, surveys
from storage.conversations import Conversation
from storage.queries import Filters, Period, readings
from storage.tables import answers, changes
from storage.tables import responses as responses_table
from tests.storage import rows
from tests.storage.conftest import NOW
from tests.storage.heard import overall, rated
from tests.storage.waiting import PATIENCE

LATER = NOW + timedelta(minutes=5)
ALL = Filters(Period(NOW - timedelta(days=1), NOW + timedelta(days=1)))
WEIGHTS = {"quality": 50, "delivery": 15, "service": 15, "price": 10, "communication": 10}


@pytest.fixture
def response(engine: Engine, talk: Conversation, survey: int) -> int:
    """Satisfied (80) with everything, and not yet completed."""
    with db.writing(engine) as session:
        (made,) = responses.begin(session, [rows.begun(survey, talk, NOW)])
        responses.keep(session, [rows.answer(made, each, 80.0, NOW, text="还行吧") for each in WEIGHTS])
    return made


@pytest.fixture
def completed(engine: Engine, response: int) -> int:
    """The same, completed."""
    finish(engine, response, 80.0)
    return response


def finish(engine: Engine, response: int, remembered: float) -> None:
    """Complete it, with the index that the talk remembers."""
    done = responses.Finished(
        response_id=response, state="completed", satisfaction_index=remembered, at=LATER
    )
    with db.writing(engine) as session:
        responses.finish(session, [done])


def answer(session: Session, response: int, question: str) -> Any:
    a = answers.c
    query = select(answers).where(a.response_id == response, a.question == question)
    return session.execute(query).one()


def correct(
    engine: Engine, response: int, question: str, keys: list[str], user: int, revision: int = 0
) -> None:
    with db.writing(engine) as session:
        key = answer(session, response, question).id
        corrections.correct(session, key, keys, user, LATER, revision)


def indexed(engine: Engine, response: int) -> float | None:
    with db.reading(engine) as session:
        r = responses_table.c
        return session.scalar(select(r.satisfaction_index).where(r.id == response))


def test_a_correction_moves_the_answer_its_history_and_the_reports(
    engine: Engine, talk: Conversation, staff: int, completed: int
) -> None:
    correct(engine, completed, "quality", ["2"], staff)
    with db.reading(engine) as session:
        row = answer(session, completed, "quality")
        (change,) = session.execute(select(changes)).all()
        (event,) = events.of(session, "answer", row.id)
        means = {item.question: item.summary.mean for item in rated(session, ALL)}
        whole = overall(session, ALL).mean
        found = readings.of_conversation(session, talk.id)
    assert (row.value, row.label, row.score, row.text, row.because) == (
        "2",
        "不满意",
        40.0,
        "还行吧",
        ["满意"],
    )
    assert (change.actor, change.user_id, change.old["label"], change.new["label"]) == (
        "staff",
        staff,
        "满意",
        "不满意",
    )
    assert (event["trigger"], event["actor"], event["user_id"]) == ("correct", "staff", staff)
    assert whole == indexed(engine, completed) == pytest.approx(60.0)  # 80, and 40 for half of the weight
    assert (means["quality"], means["price"]) == (40.0, 80.0)
    assert found is not None
    read = {each.question: each for each in found.answers}
    told = readings.Correction("staff", "李工", LATER, readings.Understood("满意", ""))
    assert (read["quality"].corrected, read["price"].corrected) == (told, None)
    assert [label for _, label, meant in read["quality"].choices if meant] == ["不满意"]


def test_what_was_no_answer_counts_nowhere(engine: Engine, staff: int, completed: int) -> None:
    correct(engine, completed, "price", ["1"], staff)
    correct(engine, completed, "price", [], staff, revision=1)
    with db.reading(engine) as session:
        row = answer(session, completed, "price")
    assert (row.value, row.label, row.score, row.missing) == (None, "", None, "unanswered")
    assert indexed(engine, completed) == pytest.approx(80.0)


def test_with_nothing_left_that_counts_there_is_no_index(engine: Engine, staff: int, completed: int) -> None:
    for question in WEIGHTS:
        correct(engine, completed, question, [], staff)
    assert indexed(engine, completed) is None


def test_corrected_while_the_customer_still_answers_it_counts_when_they_are_done(
    engine: Engine, staff: int, response: int
) -> None:
    correct(engine, response, "quality", ["2"], staff)
    assert indexed(engine, response) is None
    finish(engine, response, 80.0)
    assert indexed(engine, response) == pytest.approx(60.0)


def test_what_nobody_corrected_keeps_the_index_that_the_talk_remembers(engine: Engine, response: int) -> None:
    finish(engine, response, 77.0)
    assert indexed(engine, response) == 77.0


@pytest.mark.parametrize("revision", [1, -1])
def test_who_saw_another_answer_overwrites_nothing(
    engine: Engine, staff: int, completed: int, revision: int
) -> None:
    with pytest.raises(corrections.Stale):
        correct(engine, completed, "quality", ["2"], staff, revision)
    assert indexed(engine, completed) == 80.0


def test_the_customer_has_meant_something_else_meanwhile(engine: Engine, staff: int, response: int) -> None:
    anew = rows.answer(response, "quality", 100.0, LATER, value="5", label="非常满意", text="很好")
    with db.writing(engine) as session:
        responses.keep(session, [anew])
    with pytest.raises(corrections.Stale):
        correct(engine, response, "quality", ["2"], staff)
    correct(engine, response, "quality", ["4"], staff, revision=1)


def test_what_the_customer_says_after_a_correction_holds(
    engine: Engine, talk: Conversation, staff: int, response: int
) -> None:
    correct(engine, response, "quality", ["2"], staff)
    anew = rows.answer(response, "quality", 100.0, LATER, value="5", label="非常满意", text="很好")
    with db.writing(engine) as session:
        responses.keep(session, [anew])
    finish(engine, response, 84.0)
    with db.reading(engine) as session:
        found = readings.of_conversation(session, talk.id)
    assert found is not None
    assert (found.answers[0].label, found.answers[0].corrected) == ("非常满意", None)
    assert found.index == pytest.approx(90.0)


def test_saying_what_is_known_changes_nothing(engine: Engine, staff: int, completed: int) -> None:
    correct(engine, completed, "quality", ["4"], staff)
    with db.reading(engine) as session:
        assert answer(session, completed, "quality").revision == 0
        assert session.execute(select(changes)).all() == []


def test_of_two_at_once_one_is_told(engine: Engine, staff: int, completed: int) -> None:
    begin, told = threading.Barrier(2, timeout=PATIENCE), []

    def one(key: str) -> None:
        begin.wait()
        try:
            correct(engine, completed, "quality", [key], staff)
        except corrections.Stale:
            told.append(key)

    both = [threading.Thread(target=one, args=(key,)) for key in "12"]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert len(told) == 1


def test_two_answers_corrected_at_once_both_count(engine: Engine, staff: int, completed: int) -> None:
    begin = threading.Barrier(len(WEIGHTS), timeout=PATIENCE)

    def one(question: str) -> None:
        begin.wait()
        correct(engine, completed, question, ["1"], staff)

    all_of_them = [threading.Thread(target=one, args=(question,)) for question in WEIGHTS]
    for each in all_of_them:
        each.start()
    for each in all_of_them:
        each.join()
    assert indexed(engine, completed) == pytest.approx(20.0)


def test_an_answer_that_is_none_is_unknown(engine: Engine, staff: int) -> None:
    with pytest.raises(corrections.Unknown), db.writing(engine) as session:
        corrections.correct(session, 404, ["1"], staff, NOW, 0)


@pytest.mark.parametrize(
    ("question", "keys", "value", "label"),
    [
        ("recommend", ["0"], "0", "0"),
        ("bought", ["store"], "store", None),
        ("matters", ["speed", "price"], ["price", "speed"], None),
        ("solved", ["no"], False, None),
        ("recommend", ["11"], None, None),
        ("bought", ["store", "online"], None, None),
        ("matters", ["price", "nothing"], None, None),
        ("solved", ["满意"], None, None),
        ("words", ["好"], None, None),
        ("words", [], None, None),
    ],
)
def test_each_kind_is_corrected_by_its_choices_alone(
    engine: Engine,
    talk: Conversation,
    staff: int,
    question: str,
    keys: list[str],
    value: object,
    label: str | None,
) -> None:
    source = (definitions.DATA / "surveys" / "nps.toml").read_text("utf-8")
    with db.writing(engine) as session:
        surveys.import_(session, source, NOW)
        version = surveys.publish(session, "nps", NOW)
        kind = surveys.version(session, version).question(question).kind
        (made,) = responses.begin(session, [rows.begun(version, talk, NOW)])
        was = rows.answer(made, question, None, NOW, kind=kind, value=None, label="", missing="unknown")
        responses.keep(session, [was])
    if value is None:
        with pytest.raises(corrections.Unfit):
            correct(engine, made, question, keys, staff)
        return
    correct(engine, made, question, keys, staff)
    with db.reading(engine) as session:
        row = answer(session, made, question)
        found = readings.of_conversation(session, talk.id)
    assert (row.value, row.missing) == (value, "")
    assert label is None or row.label == label
    assert found is not None
    assert {key for key, _, meant in found.answers[0].choices if meant} == set(keys)
