"""What customers' texts are about: how often, in which mood, what grows, in whose words."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from storage import conversations, db, unlinking
from storage.conversations import Conversation
from storage.domain.judging import MOODS, URGENCIES, mood
from storage.queries import Filters, Period, Sought, complaints, matters, quoted, words
from storage.queries.words import Mood
from storage.tables import customers
from tests.seeds import some_seed
from tests.storage import told
from tests.storage.conftest import NOW

SHANGHAI = "Asia/Shanghai"
WEEK = Filters(Period(NOW - timedelta(days=6), NOW + timedelta(days=1)))
TODAY = datetime(2026, 3, 3, 16, tzinfo=UTC)


UNNAMED = {"anonymous": True, "conversation_id": None}
"""As such a response is when it is over."""


def about(*categories: tuple[str, float]) -> dict[str, Any]:
    """What was found in a text that speaks of these, in its first two characters."""
    return {"categories": [[category, polarity, 0, 2] for category, polarity in categories]}


def test_each_text_counts_once_a_category(engine: Engine, talk: Conversation, survey: int) -> None:
    with db.writing(engine) as session:
        for words_, found in (
            ("物流慢，慢死了，不过客服好", about(("delivery", -0.9), ("delivery", -0.8), ("service", 0.9))),
            ("物流一般", about(("delivery", 0.1))),
            ("都好", about()),
        ):
            told.read(session, "answer", told.answered(session, survey, talk, words_), **found)
        told.read(
            session, "complaint", told.complained(session, talk, "物流", "T1"), **about(("delivery", -1.0))
        )
        tally = matters.tally(session, WEEK)
        of_survey = matters.tally(session, replace(WEEK, survey="satisfaction"))
        other = matters.tally(session, replace(WEEK, survey="nps"))
        blamed = matters.tally(session, WEEK, Sought(mood="negative", category="delivery"))
    assert [(each.category, each.n, each.mood) for each in tally] == [
        ("delivery", 3, Mood(0, 1, 2)),
        ("service", 1, Mood(1, 0, 0)),
    ]
    assert [(each.category, each.n) for each in of_survey] == [("delivery", 2), ("service", 1)]
    assert other == []
    assert [(each.category, each.n, each.mood) for each in blamed] == [("delivery", 2, Mood(0, 0, 2))]


def test_what_is_new_and_what_grows(engine: Engine, talk: Conversation, survey: int) -> None:
    """In the week before, 12 texts of delivery and price; now 30 of delivery, 12 of price, 12 of refunds."""
    before = NOW - timedelta(days=7)
    spoken = [("delivery", before)] * 12 + [("price", before)] * 12
    spoken += [("delivery", NOW)] * 30 + [("price", NOW)] * 12 + [("refund", NOW)] * 12 + [("gift", NOW)] * 2
    with db.writing(engine) as session:
        for category, at in spoken:
            told.read(
                session,
                "answer",
                told.answered(session, survey, talk, "好慢", at),
                at,
                **about((category, 0.0)),
            )
        for nth in range(40):  # and others, so that there are as many texts in both weeks
            at = before if nth < 36 else NOW
            told.read(session, "answer", told.answered(session, survey, talk, "好", at), at)
        tally = matters.tally(session, WEEK)
    assert [(each.category, each.n, each.before, each.change) for each in tally] == [
        ("delivery", 30, 12, ""),
        ("price", 12, 12, ""),
        ("refund", 12, 0, "new"),
        ("gift", 2, 0, ""),
    ]
    with db.writing(engine) as session:
        for _ in range(60):
            told.read(
                session, "answer", told.answered(session, survey, talk, "慢"), **about(("delivery", -1.0))
            )
        grown = {each.category: each.change for each in matters.tally(session, WEEK)}
    assert grown["delivery"] == "growing"


def test_months_are_those_of_the_organisation(engine: Engine, talk: Conversation, survey: int) -> None:
    february = datetime(2026, 2, 28, 15, 59, tzinfo=UTC)  # one minute to March in Shanghai
    with db.writing(engine) as session:
        for at, polarity in ((february, 0.9), (NOW, -0.9), (NOW, 0.0)):
            found = about(("delivery", polarity), ("price", 0.5))
            told.read(session, "answer", told.answered(session, survey, talk, "物流", at), at, **found)
        story = told.complained(session, talk, "物流", "T1")
        told.read(session, "complaint", story, **about(("delivery", -0.9)))
        both = WEEK.during(Period(february, NOW))
        found = matters.by_month(session, both, SHANGHAI, ["delivery", "refund"])
        calm = matters.by_month(session, both, SHANGHAI, ["delivery", "price"], Sought(mood="neutral"))
    assert [(each.month.start.month, each.mood) for each in found["delivery"]] == [
        (3 - 1, Mood(1, 0, 0)),
        (3, Mood(0, 1, 2)),
    ]
    assert [each.mood for each in found["refund"]] == [Mood(0, 0, 0)] * 2
    assert {key: [each.mood for each in months] for key, months in calm.items()} == {
        "delivery": [Mood(1, 0, 0), Mood(0, 1, 2)],
        "price": [Mood(1, 0, 0), Mood(2, 0, 0)],
    }, "of the texts that are neutral in all, in whatever mood of the matter"


def test_quotes_are_plain_diverse_and_of_different_people(
    engine: Engine, talk: Conversation, survey: int
) -> None:
    with db.writing(engine) as session:
        at = [("telegram", str(n)) for n in range(3)]
        others = list(conversations.load(session, at, NOW).values())
        session.execute(
            update(customers).where(customers.c.id == others[0].customer_id).values(name="陈女士")
        )
        for speaker, words_, matter, polarity, more in (
            (others[0], "东西不错。快递等了整整五天！", "等了整整五天", -0.99, {}),
            (others[1], "快递等了整整五天", "等了整整五天", -0.98, {}),  # nearly the same again
            (others[0], "送货的人态度也不好", "态度也不好", -0.97, {}),  # the same customer again
            (talk, "打13812345678没人接，货丢了。", "没人接", -0.96, {"personal": [["phone", 1, 12]]}),
            (others[2], "派送员很准时", "很准时", 0.2, {}),
        ):
            key = told.answered(
                session, survey, speaker, words_, customer_id=speaker.customer_id, conversation_id=speaker.id
            )
            start = words_.index(matter)
            span = ["delivery", polarity, start, start + len(matter)]
            told.read(session, "answer", key, categories=[span], **more)
        nobody = told.answered(session, survey, talk, "包裹淋湿了，气人", **UNNAMED)
        told.read(session, "answer", nobody, categories=[["delivery", -0.95, 0, 5]])
        quotes = quoted.typical(session, WEEK, Sought(category="delivery"), limit=5)
        blamed = quoted.typical(session, WEEK, Sought(category="delivery", mood="negative"), limit=2)
        assert quoted.typical(session, WEEK, Sought(category="price")) == []
    assert [(quote.words, quote.customer) for quote in quotes] == [
        ("快递等了整整五天！", "陈女士"),
        ("打＊＊＊＊＊＊＊＊＊＊＊没人接，货丢了。", ""),
        ("包裹淋湿了，气人", ""),
        ("派送员很准时", ""),
    ]
    assert [quote.words[quote.start : quote.end] for quote in quotes] == [
        "等了整整五天",
        "没人接",
        "包裹淋湿了",
        "很准时",
    ]
    assert (quotes[2].conversation_id, quotes[2].at) == (None, TODAY)
    assert quotes[:2] == blamed


def test_what_is_looked_for_is_found(engine: Engine, talk: Conversation, survey: int) -> None:
    """Random texts, each filter held to a look at all of them."""
    seed = some_seed()
    chance = random.Random(seed)
    with db.writing(engine) as session:
        texts = [_made(session, chance, survey, talk, n) for n in range(60)]
        for sought in (
            *(Sought(mood=each) for each in MOODS),
            *(Sought(urgency=each) for each in URGENCIES),
            *(Sought(category=category, mood=each) for category in "ab" for each in ("", *MOODS)),
            Sought(unsafe=True),
            Sought(category="a", mood="negative", urgency="now", unsafe=True),
            Sought(),
        ):
            expected = [(text["subject"], text["key"]) for text in texts if _is(text, sought)]
            expected.sort(key=lambda of: (texts_at(texts, of), *of), reverse=True)
            pages = [words.found(session, WEEK, sought, limit=7, offset=at) for at in range(0, 63, 7)]
            got = [(each.subject, each.subject_id) for page in pages for each in page]
            assert got == expected, f"seed {seed}, {sought}"


def texts_at(texts: list[dict[str, Any]], of: tuple[str, int]) -> datetime:
    (at,) = [text["at"] for text in texts if (text["subject"], text["key"]) == of]
    return at  # type: ignore[no-any-return]


def _made(session: Session, chance: random.Random, survey: int, talk: Conversation, n: int) -> dict[str, Any]:
    at = NOW - timedelta(minutes=chance.randrange(600))
    subject = chance.choice(("answer", "complaint"))
    if subject == "answer":
        key = told.answered(session, survey, talk, f"话{n}", at)
    else:
        key = told.complained(session, talk, f"话{n}", f"T{n}", at)
    found = {
        "polarity": chance.uniform(-1, 1),
        "urgency": chance.choice(URGENCIES),
        "safety": chance.random() < 0.3,
        "categories": [[each, chance.uniform(-1, 1), 0, 1] for each in "ab" if chance.random() < 0.5],
    }
    told.read(session, subject, key, at, **found)
    return {**found, "subject": subject, "key": key, "at": at}


def _is(text: dict[str, Any], sought: Sought) -> bool:
    matter = {category for category, *_ in text["categories"]}
    return (
        (not sought.category or sought.category in matter)
        and (not sought.mood or _mood(text, sought) == sought.mood)
        and sought.urgency in ("", text["urgency"])
        and (text["safety"] or not sought.unsafe)
    )


def _mood(text: dict[str, Any], sought: Sought) -> str:
    of = [polarity for category, polarity, *_ in text["categories"] if category == sought.category]
    return mood(of[0] if sought.category else text["polarity"])


def test_a_text_that_is_found_is_told_with_what_it_is(
    engine: Engine, talk: Conversation, survey: int, staff: int
) -> None:
    with db.writing(engine) as session:
        session.execute(update(customers).values(name="陈女士"))
        key = told.answered(session, survey, talk, "物流慢")
        told.read(session, "answer", key, polarity=-0.9)
        unnamed = told.answered(session, survey, talk, "物流慢", NOW - timedelta(minutes=1), **UNNAMED)
        told.read(session, "answer", unnamed)
        story = told.complained(session, talk, "外壳裂了", "T1", NOW - timedelta(minutes=2))
        told.read(session, "complaint", story)
        named, nobody, complaint = words.found(session, WEEK)
    assert (named.title, named.survey, named.question, named.label, named.score, named.number) == (
        "交付与物流",
        "satisfaction",
        "delivery",
        "满意",
        25.0,
        "",
    )
    assert (named.customer, named.conversation_id, named.at, named.analysis.mood) == (
        "陈女士",
        talk.id,
        NOW,
        "negative",
    )
    assert (nobody.customer, nobody.conversation_id, nobody.at) == ("", None, TODAY)
    assert (complaint.number, complaint.title, complaint.parts[0].text) == ("T1", "", "外壳裂了")


def test_what_is_being_told_without_a_name_is_not_read_before_it_stands_alone(
    engine: Engine, talk: Conversation, survey: int
) -> None:
    with db.writing(engine) as session:
        begun = told.answered(session, survey, talk, "物流慢", anonymous=True)
        told.read(session, "answer", begun, **about(("delivery", -0.9)))

        def seen() -> list[int]:
            listed = words.found(session, WEEK), words.last(session, WEEK)
            counted = (
                matters.tally(session, WEEK),
                quoted.typical(session, WEEK, Sought(category="delivery")),
            )
            return [len(each) for each in (*listed, *counted)]

        assert seen() == [0, 0, 0, 0]
        unlinking.unlink(session, [unlinking.Over(1, talk.id, 1, 1)], NOW)
        assert seen() == [1, 1, 1, 1]


@pytest.mark.parametrize("signed", [True, False])
def test_like_complaints_are_held_against_all_that_customers_made(
    engine: Engine, talk: Conversation, signed: bool
) -> None:
    with db.writing(engine) as session:
        made = {}
        for number, opened in (("T1", {}), ("T2", {}), ("T3", {"preview": True}), ("T4", {})):
            made[number] = told.complained(session, talk, f"外壳裂了{number}" * 20, number, **opened)
            found = {"signature": number.encode()} if number != "T1" or signed else {}
            told.read(session, "complaint", made[number], **found)
        alike = complaints.like(session, made["T1"])
        assert complaints.like(session, 404) == complaints.Alike(None, [])
    if not signed:
        assert alike == complaints.Alike(None, [])
        return
    assert alike.signature == b"T1"
    assert [(each.number, each.signature, each.state) for each in alike.others] == [
        ("T4", b"T4", "acknowledged"),
        ("T2", b"T2", "acknowledged"),
    ]
    assert alike.others[0].head == ("外壳裂了T4" * 20)[:60]
