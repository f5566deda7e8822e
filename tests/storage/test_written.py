"""Which words of a customer's an analysis is of, and where in them."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from storage import db, responses, written
from storage.conversations import Conversation
from storage.written import Part
from tests.storage import rows, told
from tests.storage.conftest import NOW


def test_an_answer_is_read_with_why_it_was_low(engine: Engine, talk: Conversation, survey: int) -> None:
    with db.writing(engine) as session:
        key = told.answered(session, survey, talk, "物流慢")
        why = responses.Reason(response_id=1, question="delivery", text="等了三天")
        responses.reason(session, [why])
        parts = written.parts(session, "answer", key)
        assert parts == [Part("comment", 0, "物流慢"), Part("reason", 4, "等了三天")]
        assert written.words(session, "answer", key) == "物流慢\n等了三天"


def test_an_open_answer_is_its_text_and_a_level_says_nothing(
    engine: Engine, talk: Conversation, survey: int
) -> None:
    with db.writing(engine) as session:
        (made,) = responses.begin(session, [rows.begun(survey, talk, NOW)])
        open_one = rows.answer(made, "words", None, NOW, kind="text", text="都挺好")
        responses.keep(session, [open_one, rows.answer(made, "quality", 80.0, NOW, text="满意")])
        ids = responses.answer_ids(session, [(made, "words"), (made, "quality")])
        assert written.parts(session, "answer", ids[made, "words"]) == [Part("text", 0, "都挺好")]
        assert written.words(session, "answer", ids[made, "quality"]) == ""
        assert written.held(session, "answer", ids.values()).keys() == {ids[made, "words"]}


def test_a_complaint_is_its_story_and_what_is_not_there_is_nothing(
    engine: Engine, talk: Conversation
) -> None:
    with db.writing(engine) as session:
        key = told.complained(session, talk, "外壳裂了", "T1")
        assert written.parts(session, "complaint", key) == [Part("story", 0, "外壳裂了")]
        assert written.words(session, "complaint", 404) == written.words(session, "answer", 404) == ""


@given(st.lists(st.text(max_size=8), max_size=3), st.integers(0, 30), st.integers(0, 10))
def test_a_span_is_the_same_words_in_the_whole_and_in_its_parts(
    texts: list[str], start: int, size: int
) -> None:
    parts = written._joined((f"part{n}", text) for n, text in enumerate(texts))
    whole = written.whole(parts)
    end = min(len(whole), start + size)
    shown = [part.text[first:last] for part in parts for first, last in written.within(part, [(start, end)])]
    held = [text for text in (_cut(part, start, end) for part in parts) if text]
    assert shown == held
    assert all(whole[part.start : part.start + len(part.text)] == part.text for part in parts)


def _cut(part: Part, start: int, end: int) -> str:
    """Character by character."""
    return "".join(sign for at, sign in enumerate(part.text, part.start) if start <= at < end)
