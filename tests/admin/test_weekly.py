"""The weekly summary: what it says, that it comes once, in working hours, to who wants it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, insert, select, update

from admin import clock
from admin.reports import weekly
from storage import conversations, db, definitions, subscriptions
from storage.domain import weekly as law
from storage.settings import settings
from storage.tables import answers, outbox, users
from tests.admin.web import world as worlds

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=ZONE)
"""A Monday in working hours; the week before is that of 23 February."""

LAST_WEEK = datetime(2026, 2, 25, 12, tzinfo=ZONE)
TEXTS = definitions.texts("zh-CN")


@pytest.fixture
def staff(engine: Engine) -> int:
    """Somebody who is told in a chat of theirs."""
    with db.writing(engine) as session:
        talk = conversations.load(session, [("email", "boss@example.com")], MONDAY)[
            "email", "boss@example.com"
        ]
        who = {"login": "b", "name": "b", "role": "manager", "password_hash": "", "created_at": MONDAY}
        return session.scalars(insert(users).values(alert_to=talk.id, **who).returning(users.c.id)).one()


@pytest.fixture
def survey(engine: Engine) -> int:
    with db.writing(engine) as session:
        return worlds.survey(session)


def answer(engine: Engine, version: int, scores: list[float], at: datetime = LAST_WEEK) -> None:
    with db.writing(engine) as session:
        for score in scores:
            worlds.respond(session, version, None, "还行", score, at)


def want(engine: Engine, user: int, weekday: int = 0, hour: int = 9, **asked: str) -> None:
    with db.writing(engine) as session:
        subscriptions.subscribe(session, user, weekday, hour, asked, MONDAY - timedelta(days=7))


def told(engine: Engine) -> list[dict[str, Any]]:
    with db.reading(engine) as session:
        return list(session.scalars(select(outbox.c.payload).order_by(outbox.c.id)))


def report(engine: Engine, week: date = date(2026, 2, 23)) -> weekly.Report:
    with db.reading(engine) as session:
        rows = weekly.fetch(session, {}, week, settings(), TEXTS, MONDAY)
    return weekly.build(rows, TEXTS, "https://staff.example.com")


def test_it_says_what_the_page_says_in_few_lines(engine: Engine, survey: int) -> None:
    answer(engine, survey, [60.0] * 6)
    answer(engine, survey, [80.0] * 5, LAST_WEEK - timedelta(days=7))
    found = report(engine)
    assert found.lines[0].startswith("2月23日至")
    assert found.lines[1] == "满意度指数 60.0（▼ 20.0、6 份、到了行动界限）"
    assert any(line.startswith("▼ 到了行动界限的指标") for line in found.lines)
    assert len(found.lines) + 2 <= weekly.LONGEST
    assert all(len(line) < 120 for line in found.lines)
    (items, *_) = found.tables
    assert items.title == "各项指标"
    assert {(row.value, row.bar, row.said) for row in items.lines} == {("60.0", 60.0, "▼ 到了行动界限")}
    assert "from=2026-02-23&to=2026-03-01" in found.link


def test_a_matter_counts_what_its_line_says_of_it(engine: Engine, survey: int) -> None:
    answer(engine, survey, [60.0] * 5)
    moods = {"price": (-0.8, -0.7, 0.9), "service_attitude": (0.8, 0.7, 0.0, -0.9)}
    with db.writing(engine) as session:
        keys = session.scalars(select(answers.c.id).order_by(answers.c.id).limit(4)).all()
        for at, key in enumerate(keys):
            found = [[name, felt[at], 0, 2] for name, felt in moods.items() if at < len(felt)]
            worlds.read(session, "answer", key, categories=found)
    lines = report(engine).lines
    assert [line for line in lines if "不满最多" in line or "称赞最多" in line] == [
        "不满最多：价格收费 2",
        "称赞最多：服务态度 2",
    ]


def test_of_few_it_judges_nothing(engine: Engine, survey: int) -> None:
    answer(engine, survey, [10.0] * 4)
    found = report(engine)
    assert found.lines[1] == "满意度指数 10.0（4 份、份数太少，不作判断）"
    assert not [line for line in found.lines if "▼" in line or "最低" in line]


def test_an_empty_week_says_so_in_one_line(engine: Engine, survey: int) -> None:
    found = report(engine)
    assert len(found.lines) == 2
    assert "没有新的答卷和投诉" in found.lines[1]
    assert found.tables == []


def test_it_comes_once_a_week_in_working_hours(engine: Engine, survey: int, staff: int) -> None:
    answer(engine, survey, [60.0] * 6)
    want(engine, staff)
    for early in (MONDAY - timedelta(hours=24), MONDAY - timedelta(hours=5), MONDAY - timedelta(minutes=31)):
        assert clock.weekly_summaries(engine, early) == 0
    assert clock.weekly_summaries(engine, MONDAY) == 1
    assert clock.weekly_summaries(engine, MONDAY + timedelta(minutes=1)) == 0
    (payload,) = told(engine)
    lines = payload["text"].split("\n")
    assert len(lines) <= weekly.LONGEST
    assert lines[-1].endswith("/me/weekly")
    assert payload["subject"] == f"满意度周报：{settings().organisation}，指数 60.0，2月23日起的一周"
    assert payload["details"]["tables"][0][0] == "各项指标"
    text, name, figure, said = payload["details"]["head"]
    assert payload["text"].startswith(f"{text}\n")
    assert (name, figure, said) == (f"满意度指数 · {lines[0]}", "60.0", "6 份、到了行动界限")
    links = dict(payload["details"]["links"])
    assert [links["打开概况"], links["在这里改"]] == [lines[-2], lines[-1].partition("：")[2]]
    assert clock.weekly_summaries(engine, MONDAY + timedelta(days=7)) == 1


def test_a_week_without_an_index_begins_with_no_figure(engine: Engine, survey: int, staff: int) -> None:
    want(engine, staff)
    assert clock.weekly_summaries(engine, MONDAY) == 1
    (payload,) = told(engine)
    assert payload["subject"] == f"满意度周报：{settings().organisation}，没有完成的答卷，2月23日起的一周"
    assert "head" not in payload["details"]


def test_what_it_comes_to_says_how_it_has_moved(engine: Engine, survey: int) -> None:
    answer(engine, survey, [60.0] * 6)
    answer(engine, survey, [80.0] * 5, LAST_WEEK - timedelta(days=7))
    assert report(engine).brief == "指数 60.0（▼ 20.0）"


def test_two_workers_send_it_once(engine: Engine, survey: int, staff: int) -> None:
    want(engine, staff)
    with db.reading(engine) as session:
        ((one, week),) = subscriptions.due(session, MONDAY)
    what = {"lines": "…", "link": "/", "brief": "…"}
    for expected in (True, False):
        with db.writing(engine) as session:
            assert subscriptions.send(session, one, week, what, {}, MONDAY) is expected


def test_who_wants_no_more_or_is_told_nowhere_gets_none(engine: Engine, survey: int, staff: int) -> None:
    want(engine, staff)
    with db.writing(engine) as session:
        session.execute(update(users).values(alert_to=None))
    assert clock.weekly_summaries(engine, MONDAY) == 0
    with db.writing(engine) as session:
        subscriptions.unsubscribe(session, staff)
        assert subscriptions.of(session, staff) is None
    assert told(engine) == []


def test_who_subscribes_after_its_hour_waits_for_the_next(engine: Engine, survey: int, staff: int) -> None:
    with db.writing(engine) as session:
        subscriptions.subscribe(session, staff, 0, 9, {}, MONDAY)
    assert clock.weekly_summaries(engine, MONDAY) == 0
    assert clock.weekly_summaries(engine, MONDAY + timedelta(days=7)) == 1


@pytest.mark.parametrize(
    ("weekday", "hour", "now", "monday"),
    [
        (0, 9, MONDAY, "2026-02-23"),
        (0, 10, MONDAY, "2026-02-16"),
        (4, 20, MONDAY, "2026-02-16"),  # Friday evening: nobody works until Monday, nothing is lost
        (2, 9, MONDAY, "2026-02-16"),
        (0, 9, datetime(2026, 3, 1, 23, tzinfo=ZONE), "2026-02-16"),
    ],
)
def test_the_week_that_is_reported(weekday: int, hour: int, now: datetime, monday: str) -> None:
    assert f"{law.reported(weekday, hour, definitions.calendar(), now.astimezone(UTC))}" == monday
