"""What staff judge of a text holds, and after every analysis of the same words, until they take it back."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from storage import analyses, db, erasing, events, judgements, responses
from storage.conversations import Conversation
from storage.judgements import Correction
from storage.queries import Filters, Period, matters, words
from storage.queries.analysed import By, Matter
from storage.tables import analyses as table
from storage.tables import customers
from tests.storage import rows, told
from tests.storage.conftest import NOW
from tests.storage.waiting import PATIENCE

WORDS = "东西好，物流太慢"
LATER = NOW + timedelta(minutes=5)
ALL = Filters(Period(NOW - timedelta(days=1), NOW + timedelta(days=1)))
FOUND = {
    "polarity": -0.9,
    "confidence": 0.8,
    "model": "old",
    "categories": [["quality", 0.6, 0, 3], ["delivery", -0.9, 4, 8]],
}


@pytest.fixture
def answer(engine: Engine, talk: Conversation, survey: int) -> int:
    """The words, as the model read them."""
    with db.writing(engine) as session:
        key = told.answered(session, survey, talk, WORDS)
        told.read(session, "answer", key, **FOUND)
    return key


def judge(session: Session, key: int, field: str, meant: Any, staff: int) -> None:
    """As who sees what stands there now."""
    mark = told.found(session, "answer", key).mark
    judgements.judge(session, "answer", key, field, meant, staff, LATER, mark)


def undo(session: Session, key: int, field: str, staff: int) -> None:
    mark = told.found(session, "answer", key).mark
    judgements.undo(session, "answer", key, field, staff, LATER, mark)


def test_what_staff_judge_is_what_counts_and_is_told(engine: Engine, answer: int, staff: int) -> None:
    with db.writing(engine) as session:
        judge(session, answer, "polarity", "positive", staff)
        judge(session, answer, "categories", [("delivery", "neutral"), ("service", "negative")], staff)
        judge(session, answer, "urgency", "soon", staff)
    with db.reading(engine) as session:
        read = told.found(session, "answer", answer)
        assert (read.mood, read.confidence, read.urgency) == ("positive", 1.0, "soon")
        assert read.categories == [Matter("delivery", 0.0, 4, 8), Matter("service", -1.0, 0, 0)]
        assert read.judged == {
            "polarity": By("李工", LATER, "negative"),
            "categories": By("李工", LATER, [["quality", "positive"], ["delivery", "negative"]]),
            "urgency": By("李工", LATER, "routine"),
        }
        tally = matters.tally(session, ALL)
        assert [(each.category, each.mood) for each in tally] == [
            ("delivery", words.Mood(0, 1, 0)),
            ("service", words.Mood(0, 0, 1)),
        ]
        history = [each for each in events.of(session, "answer", answer) if each["trigger"] == "judge"]
        assert [(each["source"], each["target"], each["user_id"]) for each in history] == [
            ("negative", "positive", staff),
            ("quality positive, delivery negative", "delivery neutral, service negative", staff),
            ("routine", "soon", staff),
        ]
        assert not any(word in str(history) for word in ("物流", "东西"))


def test_it_holds_after_a_new_analysis_and_taken_back_the_new_one_holds(
    engine: Engine, answer: int, staff: int
) -> None:
    with db.writing(engine) as session:
        judge(session, answer, "polarity", "positive", staff)
        judge(session, answer, "categories", [], staff)
        told.read(session, "answer", answer, **(FOUND | {"polarity": -0.1, "model": "new"}))
        assert told.found(session, "answer", answer).mood == "positive"
        assert told.found(session, "answer", answer).categories == []
        assert matters.tally(session, ALL) == []
        undo(session, answer, "polarity", staff)
        undo(session, answer, "categories", staff)
    with db.reading(engine) as session:
        read = told.found(session, "answer", answer)
        assert (read.polarity, read.confidence, read.judged) == (-0.1, 0.8, {})
        assert read.categories == [Matter(*each) for each in FOUND["categories"]]
        assert [each.category for each in matters.tally(session, ALL)] == ["delivery", "quality"]
        triggers = [each["trigger"] for each in events.of(session, "answer", answer)]
        assert triggers == ["judge", "judge", "unjudge", "unjudge"]
        assert list(judgements.corrections(session)) == []


def test_judged_twice_the_last_holds_and_what_the_model_said_is_not_lost(
    engine: Engine, answer: int, staff: int
) -> None:
    with db.writing(engine) as session:
        judge(session, answer, "polarity", "neutral", staff)
        told.read(session, "answer", answer, **(FOUND | {"polarity": 0.9, "model": "new"}))
        judge(session, answer, "polarity", "positive", staff)
        (correction,) = judgements.corrections(session)
    told_of = ("polarity", "negative", "positive", "old", LATER)
    assert correction == Correction("answer", answer, WORDS, *told_of)


def test_other_words_are_judged_anew(engine: Engine, answer: int, staff: int) -> None:
    with db.writing(engine) as session:
        judge(session, answer, "polarity", "positive", staff)
        responses.keep(session, [rows.answer(1, "delivery", 0.0, LATER, comment="太差了")])
        assert list(judgements.corrections(session)) == []
        told.read(session, "answer", answer, polarity=-0.9)
        read = told.found(session, "answer", answer)
    assert (read.mood, read.judged) == ("negative", {})


def test_a_reason_that_came_later_makes_it_another_text(engine: Engine, answer: int, staff: int) -> None:
    with db.writing(engine) as session:
        mark = told.found(session, "answer", answer).mark
        responses.reason(session, [responses.Reason(response_id=1, question="delivery", text="等了三天")])
        with pytest.raises(judgements.Stale):
            judgements.judge(session, "answer", answer, "polarity", "positive", staff, LATER, mark)


def test_saying_what_is_known_changes_nothing(engine: Engine, answer: int, staff: int) -> None:
    with db.writing(engine) as session:
        before = told.found(session, "answer", answer)
        judge(session, answer, "polarity", "negative", staff)
        judge(session, answer, "urgency", "routine", staff)
        assert told.found(session, "answer", answer) == before
        assert events.of(session, "answer", answer) == []


def test_of_two_at_once_one_is_told(engine: Engine, answer: int, staff: int) -> None:
    with db.reading(engine) as session:
        mark = told.found(session, "answer", answer).mark
    begin, late = threading.Barrier(2, timeout=PATIENCE), []

    def one(mood: str) -> None:
        begin.wait()
        try:
            with db.writing(engine) as session:
                judgements.judge(session, "answer", answer, "polarity", mood, staff, LATER, mark)
        except judgements.Stale:
            late.append(mood)

    both = [threading.Thread(target=one, args=(mood,)) for mood in ("positive", "neutral")]
    for each in both:
        each.start()
    for each in both:
        each.join()
    with db.reading(engine) as session:
        assert {told.found(session, "answer", answer).mood, *late} == {"positive", "neutral"}


@pytest.mark.parametrize(
    ("field", "meant"),
    [("polarity", "bad"), ("urgency", ""), ("categories", [["delivery", "bad"]]), ("emotion", "anger")],
)
def test_what_cannot_be_meant_is_refused(
    engine: Engine, answer: int, staff: int, field: str, meant: object
) -> None:
    with db.writing(engine) as session, pytest.raises(judgements.Unfit):
        judge(session, answer, field, meant, staff)


def test_what_nobody_has_read_can_not_be_judged(
    engine: Engine, talk: Conversation, survey: int, answer: int, staff: int
) -> None:
    with db.writing(engine) as session:
        unread = told.answered(session, survey, talk, WORDS)
        for key in (unread, 404):
            with pytest.raises(judgements.Unknown):
                judgements.judge(session, "answer", key, "polarity", "positive", staff, LATER, "0-0")
        with pytest.raises(judgements.Unknown):
            undo(session, answer, "polarity", staff)


def test_what_is_learned_from_is_of_customers_who_are_there(
    engine: Engine,
    talk: Conversation,
    survey: int,
    answer: int,
    staff: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(judgements, "_BLOCK", 1)
    with db.writing(engine) as session:
        story = told.complained(session, talk, "外壳裂了", "T1")
        unnamed = told.answered(session, survey, talk, "还可以", anonymous=True, conversation_id=None)
        tried = told.answered(session, survey, talk, "试试", preview=True)
        for subject, key in (
            ("answer", answer),
            ("answer", unnamed),
            ("answer", tried),
            ("complaint", story),
        ):
            told.read(session, subject, key, polarity=-0.9)
            mark = told.found(session, subject, key).mark
            judgements.judge(session, subject, key, "polarity", "neutral", staff, LATER, mark)
        texts = [(each.subject, each.text) for each in judgements.corrections(session)]
        assert texts == [("answer", WORDS), ("answer", "还可以"), ("complaint", "外壳裂了")]
        session.execute(update(customers).values(demo=True))
        assert [each.text for each in judgements.corrections(session)] == ["还可以"], (
            "whose it is, nobody knows"
        )
        session.execute(update(customers).values(demo=False))
        erasing.erase(session, talk.customer_id, LATER)
        assert [each.text for each in judgements.corrections(session)] == ["还可以"]


def test_who_judges_while_it_is_read_anew_is_heard(engine: Engine, answer: int, staff: int) -> None:
    def read_anew() -> None:
        with db.writing(engine) as session:
            told.read(session, "answer", answer, **(FOUND | {"model": "new"}))

    worker = threading.Thread(target=read_anew)
    with db.writing(engine) as session:
        judge(session, answer, "polarity", "positive", staff)
        worker.start()
        worker.join(0.3)  # it waits; else it would be over by now, and know nothing of this
    worker.join()
    with db.reading(engine) as session:
        read = told.found(session, "answer", answer)
        assert (read.model, read.mood) == ("new", "positive")


def test_analyses_without_any_judgement_hold_nothing_beside_it(
    engine: Engine, answer: int, staff: int
) -> None:
    with db.writing(engine) as session:
        judge(session, answer, "urgency", "now", staff)
        undo(session, answer, "urgency", staff)
        analyses.keep(session, [rows.analysis(session, answer, NOW)])
        assert session.scalars(select(table.c.found)).all() == [None]
