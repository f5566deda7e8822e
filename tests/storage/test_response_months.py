"""The figures of responses by day and month: kept they say the same as counted, whatever happens to them."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Engine, delete, func, insert, select, update
from sqlalchemy.orm import Session

from storage import db, response_months, settled
from storage.domain.response_figures import Figures, Heard, together, total
from storage.queries.filters import Filters, Period, month_of
from storage.queries.response_figures import count
from storage.response_months import adding
from storage.settings import settings
from storage.tables import analyses, answers, matters, response_spans, response_stale, responses
from tests.databases import ON_SQLITE
from tests.storage.conftest import NOW
from tests.storage.heard import LATER, rounds, settle

ZONE = "Asia/Shanghai"
SPANS = [month_of(NOW, ZONE, back) for back in (3, 2, 1, 0)]
ALL = Filters(Period(SPANS[0].start, SPANS[-1].end))


def same(engine: Engine, filters: Filters = ALL, spans: list[Period] = SPANS) -> list[Figures]:
    with db.reading(engine) as session:
        kept = response_months.heard(session, filters, spans)
        at_once = all(one.end == other.start for one, other in pairwise(spans))
        counted = (
            count(session, filters, spans)
            if at_once
            else [count(session, filters, [span])[0] for span in spans]
        )
    for one, other in zip(kept, counted, strict=True):
        assert plain(one) == plain(other)
    return [total(each.values()) for each in kept]


def plain(heard: Heard) -> dict[Any, Any]:
    """To compare: sums of floats as far as they can be told apart."""
    return {
        group: (
            (each.begun, each.completed, each.stopped),
            [pytest.approx(some) for some in each.index],
            dict(each.levels),
            each.mood,
            dict(each.matters),
        )
        for group, each in heard.items()
        if each != Figures()
    }


class Doing:
    """What may happen to responses, at random; most of it to what is over."""

    def __init__(self, engine: Engine, survey: int) -> None:
        self.engine, self.survey, self.draw = engine, survey, random.Random(9)
        self.last = 0

    def moment(self) -> datetime:
        return NOW - timedelta(hours=self.draw.random() ** 2 * 24 * 90)

    def any(self, session: Session, table: Any) -> int:
        return self.draw.choice(list(session.scalars(select(table.c.id))) or [0])

    def tell(self, session: Session) -> None:
        at, draw = self.moment(), self.draw
        completed = draw.random() < 0.7
        self.last += 1
        session.execute(
            insert(responses).values(
                id=self.last,
                version_id=self.survey,
                channel=draw.choice(("webchat", "email")),
                segment=draw.choice(("", "经销商")),
                preview=draw.random() < 0.1,
                anonymous=draw.random() < 0.2,
                state="completed" if completed else draw.choice(("begun", "stopped")),
                satisfaction_index=draw.random() * 100 if completed else None,
                begun_at=at,
                completed_at=at + timedelta(hours=3) if completed else None,
            )
        )
        for question in draw.sample(("overall", "quality", "delivery", "words"), draw.choice((1, 2, 4))):
            self.answer(session, self.last, question, at + timedelta(minutes=draw.random() * 90))

    def answer(self, session: Session, response: int, question: str, at: datetime) -> None:
        score = self.draw.choice((None, 0.0, 25.0, 50.0, 100.0))
        key = session.scalar(
            insert(answers)
            .values(
                response_id=response,
                question=question,
                kind=self.draw.choice(("scale", "nps")),
                label=f"{score}",
                score=score,
                answered_at=at,
            )
            .returning(answers.c.id)
        )
        if self.draw.random() < 0.6:
            self.read(session, key)

    def read(self, session: Session, answer: int | None) -> None:
        """As the worker does: what was found before is replaced."""
        session.execute(delete(matters).where(matters.c.subject_id == answer))
        session.execute(delete(analyses).where(analyses.c.subject_id == answer))
        polarity, told = self.draw.uniform(-1, 1), {"subject": "answer", "subject_id": answer}
        fixed = {"confidence": 1, "intent": "other", "keywords": [], "model": "1", "at": NOW}
        session.execute(insert(analyses).values(**told, polarity=polarity, **fixed))
        session.execute(insert(matters).values(**told, category="price", polarity=polarity))

    def read_again(self, session: Session) -> None:
        if key := self.any(session, answers):
            self.read(session, key)

    def judge(self, session: Session) -> None:
        of = analyses.c.id == self.any(session, analyses)
        session.execute(update(analyses).where(of).values(polarity=self.draw.uniform(-1, 1)))

    def correct(self, session: Session) -> None:
        of = answers.c.id == self.any(session, answers)
        session.execute(update(answers).where(of).values(score=self.draw.choice((None, 75.0))))

    def answer_anew(self, session: Session) -> None:
        of = answers.c.id == self.any(session, answers)
        session.execute(update(answers).where(of).values(answered_at=self.moment(), label="anew"))

    def complete(self, session: Session) -> None:
        of = responses.c.id == self.any(session, responses)
        done = {"state": "completed", "completed_at": self.moment(), "satisfaction_index": 50.0}
        session.execute(update(responses).where(of).values(done))

    def move(self, session: Session) -> None:
        of = responses.c.id == self.any(session, responses)
        told = self.draw.choice(({"segment": "工程"}, {"preview": True}, {"channel": "phone"}))
        session.execute(update(responses).where(of).values(told))

    def forget(self, session: Session) -> None:
        key = self.any(session, responses)
        session.execute(delete(answers).where(answers.c.response_id == key))
        session.execute(delete(responses).where(responses.c.id == key))

    def forget_matter(self, session: Session) -> None:
        session.execute(delete(matters).where(matters.c.id == self.any(session, matters)))

    def happen(self, many: int) -> None:
        acts: list[Callable[[Session], None]] = [self.tell] * 2 + [
            *(self.read_again, self.judge, self.correct, self.answer_anew),
            *(self.complete, self.move, self.forget, self.forget_matter),
        ]
        with db.writing(self.engine) as session:
            for act in self.draw.choices(acts, k=many):
                act(session)


@pytest.fixture
def doing(engine: Engine, survey: int) -> Doing:
    made = Doing(engine, survey)
    with db.writing(engine) as session:
        for _ in range(150):
            made.tell(session)
    return made


def test_kept_they_say_the_same_as_counted(engine: Engine, doing: Doing) -> None:
    now, found = NOW, []
    for _ in range(6):
        found += same(engine)
        rounds(engine, now)
        same(engine)
        doing.happen(6)
        same(engine)
        now += LATER
    settle(engine, now)
    same(engine)
    assert any(each.matters for each in found)
    assert sum(each.begun for each in found) > 500
    with db.reading(engine) as session:
        assert session.scalar(select(func.count()).where(response_spans.c.kept)) > 80
        assert session.scalar(select(func.count()).select_from(response_stale)) == 0


@ON_SQLITE
@pytest.mark.parametrize(
    "filters",
    [
        Filters(ALL.period, survey="satisfaction", channel="email"),
        Filters(ALL.period, segment="经销商"),
        Filters(ALL.period, survey="nps"),
    ],
)
def test_of_any_part_of_any_days(engine: Engine, doing: Doing, filters: Filters) -> None:
    settle(engine, NOW)
    doing.happen(5)
    first, last = SPANS[0].start, SPANS[-1].end
    days = [Period(first + timedelta(days=40), first + timedelta(days=75)), Period(first, last)]
    hours = [Period(first + timedelta(days=9, hours=5), first + timedelta(days=64, hours=7))]
    for spans in (SPANS, days, hours):
        same(engine, filters, spans)


def test_what_is_not_over_writes_nothing_and_what_is_over_once_a_day(engine: Engine, doing: Doing) -> None:
    settle(engine, NOW)
    before = noted(engine)
    with db.writing(engine) as session:
        doing.moment = lambda: NOW  # type: ignore[method-assign]
        for _ in range(5):
            doing.tell(session)
    assert noted(engine) == before == 0
    with db.writing(engine) as session:
        old = select(answers.c.id).where(answers.c.answered_at < NOW - timedelta(days=40)).limit(1)
        for score in (1.0, 2.0, 2.0, 3.0):
            session.execute(update(answers).where(answers.c.id == session.scalar(old)).values(score=score))
    assert noted(engine) == 1


def noted(engine: Engine) -> int:
    with db.reading(engine) as session:
        return session.scalar(select(func.count()).select_from(response_stale)) or 0


def test_a_change_while_a_round_counts_is_not_lost(engine: Engine, doing: Doing) -> None:
    rounds(engine, NOW)
    now = NOW + LATER
    found = response_months.find(engine, {}, now)
    assert found.counted
    doing.happen(20)
    with db.writing(engine) as session:
        response_months.keep(session, [found])
    same(engine)
    settle(engine, now)
    same(engine)


@ON_SQLITE
def test_no_day_is_counted_while_one_writes_who_began_before_it_was_freed(
    engine: Engine, doing: Doing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an import of hours has changed of that day may not be noted."""
    with monkeypatch.context() as writing:
        writing.setattr(settled, "writing_since", lambda _: NOW - timedelta(minutes=1))
        settle(engine, NOW)
        with db.reading(engine) as session:
            assert session.scalar(select(func.count()).where(response_spans.c.kept)) == 0
    settle(engine, NOW + 3 * LATER)
    with db.reading(engine) as session:
        assert session.scalar(select(func.count()).where(response_spans.c.kept)) > 80


@ON_SQLITE
def test_another_time_zone_begins_anew(engine: Engine, doing: Doing, zones: Callable[[str], None]) -> None:
    settle(engine, NOW)
    zones("America/New_York")
    there = [month_of(NOW, "America/New_York", back) for back in (2, 1)]
    same(engine, ALL, there)
    assert response_months.find(engine, {}, NOW).anew
    settle(engine, NOW)
    same(engine, ALL, there)


@pytest.fixture
def zones(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def to(name: str) -> None:
        monkeypatch.setenv("MANYI_TIMEZONE", name)
        settings.cache_clear()

    yield to
    monkeypatch.undo()
    settings.cache_clear()


@ON_SQLITE
def test_two_spans_added_are_both(engine: Engine, doing: Doing) -> None:
    with db.reading(engine) as session:
        whole = count(session, ALL, [ALL.period])[0]
        parts = count(session, ALL, SPANS)
    assert plain(together(parts)) == plain(whole)


@ON_SQLITE
def test_what_is_kept_is_read_once_until_it_is_kept_anew(
    engine: Engine, doing: Doing, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(engine, NOW)
    looked: list[int] = []
    read = adding._read

    def reading(session: Session, some: Any) -> Any:
        looked.append(len(some))
        return read(session, some)

    monkeypatch.setattr(adding, "_read", reading)
    before = same(engine)
    assert same(engine) == before
    assert looked[0] > 0
    assert looked[1:] == [0]
    with db.writing(engine) as session:
        session.execute(update(answers).where(answers.c.score.is_not(None)).values(score=0.0))
    after = same(engine)
    assert after != before
    settle(engine, NOW + timedelta(days=1))
    looked.clear()
    assert [each.levels for each in same(engine)] == [each.levels for each in after]
    assert looked[0] > 0
