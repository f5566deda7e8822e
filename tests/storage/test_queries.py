"""What the summary page shows, held to figures worked out by hand."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from storage import analyses, conversations, db, hooks, jobs, messages, queries, responses
from storage.conversations import Conversation
from storage.domain import satisfaction
from storage.queries import Filters, Period, index, items, month_of, months, offering, talks, words
from storage.queries.edges import Edge
from storage.surveys import titles
from storage.tables import customers
from tests.databases import ON_SQLITE
from tests.storage import rows
from tests.storage.conftest import NOW
from tests.storage.heard import monthly, of, overall, rated

SHANGHAI = "Asia/Shanghai"
MARCH = month_of(NOW, SHANGHAI)
FILTERS = Filters(MARCH)
FEBRUARY = datetime(2026, 2, 28, 15, 59, tzinfo=UTC)
"""One minute to March in Shanghai."""


@pytest.fixture
def told(engine: Engine, talk: Conversation, survey: int) -> dict[str, int]:
    """In March north 80 and 60, south 40; in February 20; one not finished, one preview."""
    cases = {
        "good": ("north", NOW, 80.0, 75.0),
        "fair": ("north", NOW + timedelta(hours=1), 60.0, 50.0),
        "bad": ("south", NOW + timedelta(hours=2), 40.0, 25.0),
        "before": ("north", FEBRUARY, 20.0, 0.0),
        "open": ("south", NOW, None, 100.0),
        "shown": ("north", NOW, 0.0, 0.0),
    }
    with db.writing(engine) as session:
        begun = [
            rows.begun(survey, talk, at, segment=segment, preview=name == "shown")
            for name, (segment, at, _, _) in cases.items()
        ]
        ids = dict(zip(cases, responses.begin(session, begun), strict=True))
        for name, (_, at, index_, score) in cases.items():
            comment = "" if name == "good" else f"{name} 的话"
            label = {100.0: "非常满意", 75.0: "满意", 50.0: "一般", 25.0: "不满意", 0.0: "非常不满意"}[score]
            given_ = rows.answer(ids[name], "delivery", score, at, comment=comment, label=label)
            responses.keep(session, [given_])
            if index_ is not None:
                end = responses.Finished(
                    response_id=ids[name], state="completed", satisfaction_index=index_, at=at
                )
                responses.finish(session, [end])
    return ids


def test_the_index_with_its_interval(engine: Engine, told: dict[str, int]) -> None:
    with db.reading(engine) as session:
        now = overall(session, FILTERS)
        before = overall(session, FILTERS.during(month_of(NOW, SHANGHAI, back=1)))
    assert (now.n, now.mean, now.sd) == (3, pytest.approx(60), pytest.approx(20))
    assert now.low == pytest.approx(60 - 4.3027 * 20 / 3**0.5, abs=0.01)
    assert (before.n, before.mean, before.sd) == (1, 20, None)


def test_months_are_those_of_the_organisation(engine: Engine, told: dict[str, int]) -> None:
    half_a_year = Period(NOW - timedelta(days=60), NOW + timedelta(days=1))
    with db.reading(engine) as session:
        found = index.by_month(*monthly(session, FILTERS.during(half_a_year), SHANGHAI))
        in_utc = index.by_month(*monthly(session, FILTERS.during(half_a_year), "UTC"))
    assert [(each.month.start.month, each.summary.n) for each in found] == [(1, 0), (2, 1), (3, 3)]
    assert [each.summary.n for each in in_utc] == [0, 1, 3]
    assert found[2].month == MARCH


def test_segments_from_best_to_worst_and_filters(engine: Engine, told: dict[str, int]) -> None:
    with db.reading(engine) as session:
        found = index.by_segment(of(session, FILTERS))
        south = overall(session, replace(FILTERS, segment="south"))
        nothing = [
            overall(session, replace(FILTERS, channel="telegram")).n,
            overall(session, replace(FILTERS, survey="nps")).n,
        ]
        mine = overall(session, replace(FILTERS, survey="satisfaction", channel="webchat"))
        assert [each.key for each in index.by_channel(of(session, FILTERS))] == ["webchat"]
        assert (list(offering.segments(session)), offering.channels(session)) == (
            ["north", "south"],
            ["webchat"],
        )
    assert [(each.key, each.summary.mean) for each in found] == [("north", 70), ("south", 40)]
    assert (south.n, nothing, mine.n) == (1, [0, 0], 3)


def test_completion_counts_what_was_begun_in_the_period(engine: Engine, told: dict[str, int]) -> None:
    with db.reading(engine) as session:
        assert index.completion(of(session, FILTERS)) == index.Completion(begun=4, completed=3, stopped=0)


def test_items_and_their_levels(engine: Engine, told: dict[str, int]) -> None:
    with db.writing(engine) as session:
        responses.keep(session, [rows.answer(told["good"], "price", 25.0, NOW, label="不满意")])
        found = rated(session, FILTERS)
        levels = items.distribution(of(session, FILTERS), items.surveys_of(session), titles(session))
    assert [(each.question, each.summary.n, each.summary.mean) for each in found] == [
        ("delivery", 3, 50.0),
        ("price", 1, 25),
    ]
    assert found[0].title == "交付与物流"
    assert [(each.label, each.n) for each in levels if each.question == "delivery"] == [
        ("满意", 1),
        ("一般", 1),
        ("不满意", 1),
    ]


@given(st.lists(st.integers(0, 10), max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_net_promoter_score_is_that_of_the_law(
    engine: Engine, talk: Conversation, survey: int, values: list[int]
) -> None:
    with Session(engine) as session:  # rolled back: each example begins with none
        begun = responses.begin(session, [rows.begun(survey, talk, NOW) for _ in values])
        responses.keep(
            session,
            [
                rows.answer(key, "recommend", value * 10.0, NOW, kind="nps", value=str(value))
                for key, value in zip(begun, values, strict=True)
            ],
        )
        done = {"state": "completed", "satisfaction_index": None, "at": NOW}
        responses.finish(session, [responses.Finished(response_id=key, **done) for key in begun])  # type: ignore[typeddict-item]
        found = items.nps(of(session, FILTERS))
        assert rated(session, FILTERS) == []
    assert found == satisfaction.nps(Counter(values))


def test_mood_and_last_words(engine: Engine, told: dict[str, int]) -> None:
    polarity = {"fair": 0.3, "bad": -0.9, "before": 0.9, "shown": 0.9}
    with db.writing(engine) as session:
        keys = responses.answer_ids(session, [(told[name], "delivery") for name in (*polarity, "open")])
        analyses.keep(
            session,
            [
                rows.analysis(session, keys[told[name], "delivery"], NOW, polarity=value)
                for name, value in polarity.items()
            ],
        )
        both = words.mood_by_month(*monthly(session, FILTERS.during(Period(FEBRUARY, NOW)), SHANGHAI))
        last = words.last(session, FILTERS)
        assert len(words.last(session, FILTERS, limit=1)) == 1
    assert [each.mood for each in both] == [words.Mood(1, 0, 0), words.Mood(0, 1, 1)]
    assert [(each.answer_id, each.title) for each in last] == [
        (keys[told[name], "delivery"], "交付与物流") for name in ("bad", "fair", "open")
    ]


def test_who_waits_longest_is_first_on_the_list_of_talks(engine: Engine, staff: int) -> None:
    hour = timedelta(hours=1)
    with db.writing(engine) as session:
        made = conversations.load(session, [("webchat", name) for name in "abcd"], NOW)
        a, b, c, d = (made["webchat", name] for name in "abcd")
        messages.record(
            session, [rows.message(a, "1", 1, NOW, text="在吗"), rows.message(a, "2", 2, NOW, text="人呢")]
        )
        session.execute(update(customers).where(customers.c.id == a.customer_id).values(name="陈女士"))
        for talk, since in ((a, NOW + hour), (b, NOW)):
            talk.waiting_since, talk.waiting_for = since, "human"
        d.active_at = NOW + 5 * hour
        conversations.save(session, [a, b, c, d])
        conversations.hold(session, c.id, staff, NOW)
    with db.reading(engine) as session:
        listed = talks.talks(session)
        assert [each.id for each in listed] == [b.id, a.id, c.id]
        assert [each.id for each in talks.talks(session, "silent")] == [d.id]
        assert [each.id for each in talks.talks(session, "waiting")] == [b.id, a.id]
        assert [(each.id, each.holder) for each in talks.talks(session, "held")] == [(c.id, "李工")]
        for limit in range(1, 5):
            page = talks.page(session, "", limit)
            found = [*page.keys]
            while page.later:
                page = talks.page(session, "", limit, Edge(found[-1]))
                found += page.keys
            assert found == [each.id for each in listed]
        assert talks.talk(session, a.id) == listed[1]
        assert talks.talk(session, 404) is None
        assert queries.counts(session, NOW) == {
            "talks": 2,
            "complaints": 0,
            "parked": 0,
            "requests": 0,
            "follow_ups": 0,
        }
    assert (listed[1].customer, listed[1].last, listed[0].last) == ("陈女士", "人呢", "")


def test_the_mark_changes_with_what_happens(engine: Engine, talk: Conversation, staff: int) -> None:
    def mark() -> object:
        with db.reading(engine) as session:
            return queries.change_mark(session, NOW)

    before = mark()
    assert mark() == before
    with db.writing(engine) as session:
        conversations.say(session, talk.id, staff, "您好", NOW)
    after = mark()
    assert after != before


def test_the_mark_changes_with_each_portion_that_is_read_anew(engine: Engine) -> None:
    """As many analyses of the same texts, and as many jobs: only that one portion came after the other."""
    marks = []
    for portion in range(3):
        with db.writing(engine) as session:
            before = jobs.claim(session, NOW, timedelta(minutes=1), [jobs.REREAD])
            row = jobs.Job(kind=jobs.REREAD, key=str(portion), payload={}, due_at=NOW, created_at=NOW)
            jobs.put(session, [row])
            jobs.done(session, before)
        with db.reading(engine) as session:
            marks.append(queries.change_mark(session, NOW))
    assert len(set(marks)) == 3


def test_the_mark_changes_with_each_step_of_what_other_systems_are_told(engine: Engine, staff: int) -> None:
    marks = []

    def mark() -> None:
        with db.reading(engine) as session:
            marks.append(queries.change_mark(session, NOW))

    with db.writing(engine) as session:
        hook, _ = hooks.make(session, "https://example.com/hook", ["customer"], staff, NOW)
    mark()
    with db.writing(engine) as session:
        hooks.test(session, hook, NOW)
    mark()
    for at, status in ((NOW, 500), (NOW + hooks.rules().pauses[0], 200)):
        with db.writing(engine) as session:
            (due,) = hooks.claim(session, at)
        mark()
        with db.writing(engine) as session:
            hooks.settle(session, [hooks.Outcome(due, status, "status" if status == 500 else "")], at)
        mark()
    assert all(one != then for one, then in pairwise(marks))


@given(st.integers(946_684_800, 2_208_988_800), st.integers(0, 800))
@settings(deadline=None)
def test_months_adjoin_and_cover_the_period(seconds: int, days: int) -> None:
    start = datetime.fromtimestamp(seconds, UTC)
    for timezone in (SHANGHAI, "Europe/Berlin", "America/New_York", "UTC"):
        period = Period(start, start + timedelta(days=days))
        found = months(period, timezone)
        assert found[0].start <= period.start < found[0].end
        assert found[-1].end >= period.end
        assert all(one.end == next_.start for one, next_ in pairwise(found))
        assert all(27 < (one.end - one.start).total_seconds() / 86400 < 32 for one in found)


@ON_SQLITE
def test_what_staff_see_first_needs_no_full_scan(engine: Engine, told: dict[str, int]) -> None:
    plans = {
        "messages": "select * from messages where messages.state in ('parked', 'again') and state = 'parked'",
        "outbox": "select * from outbox where outbox.state in ('waiting', 'sending') and channel = 'x'",
        "jobs": "select * from jobs where jobs.state = 'open' and due_at <= 'x'",
        "conversations": "select * from conversations where waiting_since is not null order by waiting_since",
        "complaints": "select * from complaints where state in ('received', 'answered') and due_at < 'x'",
        "answers": "select * from answers where answered_at >= 'x' and answered_at < 'y'",
    }
    with engine.connect() as connection:
        for table, query in plans.items():
            plan = connection.exec_driver_sql(f"explain query plan {query}").all()
            assert all("USING INDEX" in row[3] for row in plan), (table, plan)
