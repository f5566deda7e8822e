"""What was asked again or corrected is listed, so that the lexicons grow from it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, update

from storage import corrections, db, messages, readings, responses
from storage.conversations import Conversation
from storage.queries import Period, doubts
from storage.queries.doubts import Doubt
from storage.queries.readings import Understood
from storage.tables import messages as kept
from tests.storage import rows
from tests.storage.conftest import NOW

MINUTE = timedelta(minutes=1)
NOTHING = Understood("", "")


def asked(response: int, question: str, seq: int, **changed: Any) -> readings.AskedAgain:
    row = {
        "response_id": response,
        "question": question,
        "kind": "scale",
        "seq": seq,
        "guess": None,
        "because": None,
        "at": NOW + seq * MINUTE,
    }
    return readings.AskedAgain(**(row | changed))


def listed(engine: Engine, days: int = 1) -> list[Doubt]:
    with db.reading(engine) as session:
        return doubts.doubts(session, Period(NOW - timedelta(days=1), NOW + timedelta(days=days)))


@pytest.fixture
def response(engine: Engine, talk: Conversation, survey: int) -> int:
    with db.writing(engine) as session:
        (made,) = responses.begin(session, [rows.begun(survey, talk, NOW)])
        said = {3: "马马虎虎吧", 5: "嗯", 7: "说不上来"}
        messages.record(
            session, [rows.message(talk, f"m{seq}", seq, NOW, text=words) for seq, words in said.items()]
        )
    return made


def test_what_was_asked_again_stands_with_the_words_the_guess_and_what_it_was(
    engine: Engine, response: int
) -> None:
    with db.writing(engine) as session:
        readings.asked_again(
            session,
            [
                asked(response, "quality", 3, guess="3", because=["马马虎虎"]),
                asked(response, "delivery", 5),
                asked(response, "price", 7),
            ],
        )
        missing = {"value": None, "label": "", "missing": "unknown"}
        responses.keep(
            session,
            [
                rows.answer(response, "quality", 80.0, NOW),
                rows.answer(response, "price", None, NOW, **missing),
            ],
        )
    assert [(each.title, each.words, each.guess, each.holds, each.because) for each in listed(engine)] == [
        ("价格", "说不上来", NOTHING, Understood("", "unknown"), []),
        ("交付与物流", "嗯", NOTHING, NOTHING, []),
        ("产品质量", "马马虎虎吧", Understood("一般", ""), Understood("满意", ""), ["马马虎虎"]),
    ]
    assert {each.how for each in listed(engine)} == {"asked"}


def test_words_are_not_copied_erased_with_their_message_they_are_gone(engine: Engine, response: int) -> None:
    with db.writing(engine) as session:
        readings.asked_again(session, [asked(response, "quality", 3)])
        session.execute(update(kept).values(text=""))
    assert [each.words for each in listed(engine)] == [""]


def test_what_staff_or_the_customer_corrected_is_listed_by_what_was_written_then(
    engine: Engine, staff: int, response: int
) -> None:
    written = {"quality": "还行吧", "price": "不便宜", "delivery": "满意"}
    with db.writing(engine) as session:
        given = [rows.answer(response, key, 80.0, NOW, text=words) for key, words in written.items()]
        responses.keep(session, given)
        ids = responses.answer_ids(session, [(response, key) for key in written])
        corrections.correct(session, ids[response, "quality"], ["3"], staff, NOW + MINUTE, 0)
        anew = {"value": "2", "label": "不满意", "text": "不满意"}
        later = NOW + 2 * MINUTE
        responses.keep(
            session, [rows.answer(response, key, 40.0, later, **anew) for key in ("price", "delivery")]
        )
    # who picked, and picked anew, was understood
    assert [(each.how, each.words, each.guess.label, each.holds.label) for each in listed(engine)] == [
        ("customer", "不便宜", "满意", "不满意"),
        ("staff", "还行吧", "满意", "一般"),
    ]
    assert listed(engine)[0].because == ["满意"]


def test_corrected_twice_it_is_listed_once_with_what_was_read_and_what_holds(
    engine: Engine, staff: int, response: int
) -> None:
    with db.writing(engine) as session:
        responses.keep(session, [rows.answer(response, "quality", 80.0, NOW, text="还行吧")])
        ((_, key),) = responses.answer_ids(session, [(response, "quality")]).items()
        corrections.correct(session, key, ["2"], staff, NOW + MINUTE, 0)
        corrections.correct(session, key, ["3"], staff, NOW + 2 * MINUTE, 1)
    assert [(each.guess.label, each.holds.label) for each in listed(engine)] == [("满意", "一般")]
    with db.writing(engine) as session:
        corrections.correct(session, key, ["4"], staff, NOW + 3 * MINUTE, 2)
    assert listed(engine) == []  # it was read well


def test_a_preview_teaches_nothing_nor_does_what_is_out_of_the_period(
    engine: Engine, talk: Conversation, survey: int, response: int
) -> None:
    with db.writing(engine) as session:
        (preview,) = responses.begin(session, [rows.begun(survey, talk, NOW, preview=True)])
        readings.asked_again(
            session, [asked(preview, "quality", 3), asked(response, "quality", 5, at=NOW + timedelta(days=2))]
        )
    assert listed(engine) == []
    assert len(listed(engine, days=3)) == 1
