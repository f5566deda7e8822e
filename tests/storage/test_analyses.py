"""What was found in texts is kept with them: of those without a name by the day, of other words not."""

import threading
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from sqlalchemy import Engine, select

from storage import analyses, db, erasing, responses, written
from storage.analyses import Due, Progress
from storage.conversations import Conversation
from storage.queries.analysed import Matter
from storage.tables import analyses as table
from storage.tables import matters
from tests.storage import rows, told
from tests.storage.conftest import NOW

TODAY = datetime(2026, 3, 3, 16, tzinfo=UTC)
WORDS = "东西好，物流太慢，真的太慢"


def test_the_moment_would_tell_whose_a_text_without_a_name_is(
    engine: Engine, talk: Conversation, survey: int
) -> None:
    with db.writing(engine) as session:
        keys = [told.answered(session, survey, talk, WORDS, anonymous=unnamed) for unnamed in (False, True)]
        story = told.complained(session, talk, WORDS, "T1", anonymous=True, customer_id=None)
        analyses.keep(session, [rows.analysis(session, key, NOW) for key in keys])
        told.read(session, "complaint", story)
        kept = {
            (row.subject, row.subject_id): row.at
            for row in session.execute(select(table.c.subject, table.c.subject_id, table.c.at))
        }
    assert kept == {("answer", keys[0]): NOW, ("answer", keys[1]): TODAY, ("complaint", story): TODAY}


def test_what_nlp_finds_comes_back_as_it_was_found(engine: Engine, talk: Conversation, survey: int) -> None:
    found = SimpleNamespace(
        polarity=-0.5,
        confidence=0.75,
        intent="complaint",
        urgency="soon",
        safety=True,
        emotion="anger",
        offensive=0.25,
        sarcastic=True,
        keywords=["物流"],
        model="fast-1",
        categories=[("quality", 0.5, (0, 3)), ("delivery", -0.5, (4, 8)), ("delivery", -1.0, (9, 13))],
        evidence=[(0, 3), (4, 8)],
        personal=[("phone", 0, 2)],
    )
    with db.writing(engine) as session:
        key = told.answered(session, survey, talk, WORDS)
        analyses.keep(session, [analyses.row("answer", key, WORDS, found, NOW, b"\x00\xff")])
    with db.reading(engine) as session:
        read = told.found(session, "answer", key)
        signature = session.scalar(select(table.c.signature))
        counted = session.execute(
            select(matters.c.category, matters.c.polarity, matters.c.start, matters.c.end)
        )
        by_category = {row.category: tuple(row)[1:] for row in counted}
    for name in (
        "polarity",
        "confidence",
        "intent",
        "urgency",
        "safety",
        "emotion",
        "offensive",
        "sarcastic",
    ):
        assert getattr(read, name) == getattr(found, name), name
    assert (read.keywords, read.evidence, read.personal) == (found.keywords, found.evidence, found.personal)
    assert read.categories == [Matter(key, mood, *span) for key, mood, span in found.categories]
    assert (read.model, read.at, read.mood, read.judged) == ("fast-1", NOW, "negative", {})
    assert signature == b"\x00\xff"
    assert by_category == {"quality": (0.5, 0, 3), "delivery": (-0.75, 9, 13)}


def test_a_text_counts_for_what_was_found_last(engine: Engine, talk: Conversation, survey: int) -> None:
    with db.writing(engine) as session:
        key = told.answered(session, survey, talk, WORDS)
        told.read(session, "answer", key, categories=[["delivery", -1.0, 4, 8], ["price", 0.0, 0, 1]])
        told.read(session, "answer", key, categories=[["delivery", -0.9, 4, 8]])
        assert session.execute(select(matters.c.category, matters.c.polarity)).all() == [("delivery", -0.9)]


def test_what_was_found_in_other_words_is_passed_over(
    engine: Engine, talk: Conversation, survey: int
) -> None:
    with db.writing(engine) as session:
        key = told.answered(session, survey, talk, WORDS)
        told.read(session, "answer", key, digest=written.digest("后来改掉的话"), keywords=["后来"])
        told.read(session, "answer", 404, digest=written.digest(""))
        assert session.execute(select(table)).all() == []


def test_what_the_customer_says_instead_is_not_analysed_yet(
    engine: Engine, talk: Conversation, survey: int
) -> None:
    with db.writing(engine) as session:
        key = told.answered(session, survey, talk, WORDS)
        told.read(session, "answer", key, categories=[["delivery", -0.9, 4, 8]])
        responses.keep(session, [rows.answer(1, "delivery", 100.0, NOW, comment="都好")])
        assert session.execute(select(table)).all() == session.execute(select(matters)).all() == []


def test_which_are_still_to_be_analysed_anew(engine: Engine, talk: Conversation, survey: int) -> None:
    with db.writing(engine) as session:
        keys = [told.answered(session, survey, talk, WORDS) for _ in range(5)]
        stories = [told.complained(session, talk, WORDS, f"T{n}") for n in range(2)]
        told.answered(session, survey, talk, "")
        for key, model in zip(keys[:4], ("old", "new", "old", "old"), strict=True):
            told.read(session, "answer", key, model=model)
        told.read(session, "complaint", stories[0], model="old")
    with db.reading(engine) as session:
        assert analyses.progress(session, "new") == Progress(1, 5)
        first = analyses.stale(session, "new", limit=2)
        rest = analyses.stale(session, "new", after=first[-1].id)
        of = [(due.subject, due.subject_id) for due in first + rest]
        assert of == [
            ("answer", keys[0]),
            ("answer", keys[2]),
            ("answer", keys[3]),
            ("complaint", stories[0]),
        ]
        assert analyses.missing(session, "answer") == [Due(keys[4], "answer", keys[4])]
        assert analyses.missing(session, "complaint") == [Due(stories[1], "complaint", stories[1])]
        assert analyses.missing(session, "complaint", after=stories[1]) == []


def test_what_has_no_words_any_more_is_not_to_be_analysed_anew(
    engine: Engine, talk: Conversation, survey: int
) -> None:
    with db.writing(engine) as session:
        told.read(session, "answer", told.answered(session, survey, talk, WORDS), model="old")
        told.read(session, "complaint", told.complained(session, talk, WORDS, "T1"), model="new")
        erasing.erase(session, talk.customer_id, NOW)
        assert analyses.stale(session, "new") == []
        assert analyses.progress(session, "new") == Progress(0, 0)


def test_who_is_forgotten_while_their_words_are_read_is_forgotten(
    engine: Engine, talk: Conversation, survey: int
) -> None:
    with db.writing(engine) as session:
        key = told.answered(session, survey, talk, WORDS)

    def read() -> None:
        with db.writing(engine) as session:
            told.read(session, "answer", key, digest=written.digest(WORDS), keywords=["物流"])

    worker = threading.Thread(target=read)
    with db.writing(engine) as session:
        erasing.erase(session, talk.customer_id, NOW)
        worker.start()
        worker.join(0.3)  # it waits; else it would be over by now, with the words that still stood there
    worker.join()
    with db.reading(engine) as session:
        assert session.execute(select(table)).all() == []


def test_a_batch_with_the_same_text_twice_keeps_the_last(
    engine: Engine, talk: Conversation, survey: int
) -> None:
    with db.writing(engine) as session:
        key = told.answered(session, survey, talk, WORDS)
        twice = [rows.analysis(session, key, NOW + timedelta(minutes=n), polarity=n / 10) for n in (1, 2)]
        analyses.keep(session, twice)
        assert session.scalars(select(table.c.polarity)).all() == [0.2]
