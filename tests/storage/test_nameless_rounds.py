"""A round without names is of a survey that asks for none."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from storage import db, nameless, rounds, surveys
from tests.databases import ON_POSTGRESQL
from tests.storage.conftest import NOW
from tests.storage.rounds import plan, planned
from tests.storage.waiting import PATIENCE, wait_until_blocked

SURVEY = """
key = "satisfaction"
title = "一份问卷"
purpose = "想听听您的感受"
minutes = 1
{more}
[[section]]
[[section.question]]
key = "asked"
kind = "{kind}"
title = "一题"
text = "请您说一说。"
"""
NAMING = ("order", "phone", "signature", "photo", "file")


def published(engine: Engine, asks: str, more: str = "") -> None:
    with db.writing(engine) as session:
        surveys.import_(session, SURVEY.format(kind=asks, more=more), NOW)
        surveys.publish(session, "satisfaction", NOW)


@pytest.mark.parametrize("asks", NAMING)
def test_a_survey_that_asks_who_it_is_is_asked_with_names_or_not_at_all(engine: Engine, asks: str) -> None:
    published(engine, asks)
    with pytest.raises(nameless.Naming):
        planned(engine, anonymous=True)
    assert planned(engine) == 1, "with names it may be"


def test_others_may_be_asked_without_a_name(engine: Engine) -> None:
    published(engine, "text")
    assert planned(engine, anonymous=True) == 1


def test_one_that_was_planned_with_a_version_that_asked_less_does_not_start(engine: Engine) -> None:
    published(engine, "text", "anonymous = true")
    key = planned(engine, anonymous=True)
    published(engine, "phone")
    with db.reading(engine) as session:
        assert rounds.names(session, "satisfaction")
    with pytest.raises(nameless.Naming), db.writing(engine) as session:
        rounds.move(session, key, "start", NOW)


@pytest.mark.parametrize("asks", NAMING)
@pytest.mark.parametrize("triggers", [["start"], ["start", "pause"]])
def test_while_it_goes_on_no_version_that_asks_who_it_is_is_published(
    engine: Engine, asks: str, triggers: list[str]
) -> None:
    published(engine, "text")
    moved(engine, planned(engine, anonymous=True), *triggers)
    with pytest.raises(nameless.Naming):
        published(engine, asks)
    with db.reading(engine) as session:
        found = surveys.published(session, "satisfaction")
        assert found
        assert [question.kind for question in found[1].questions] == ["text"]
    published(engine, "text", "anonymous = true")


@pytest.mark.parametrize("triggers", [[], ["start", "close"]])
def test_before_it_starts_and_when_it_is_over_it_may_be(engine: Engine, triggers: list[str]) -> None:
    published(engine, "text")
    moved(engine, planned(engine, anonymous=True), *triggers)
    published(engine, "phone")


def test_a_round_with_names_and_one_of_another_survey_forbid_nothing(engine: Engine) -> None:
    published(engine, "text")
    moved(engine, planned(engine), "start")
    with db.writing(engine) as session:
        surveys.import_(session, SURVEY.format(kind="text", more="").replace("satisfaction", "b"), NOW)
        surveys.publish(session, "b", NOW)
        key = rounds.add(session, "b", plan(), True, None, NOW)
        rounds.move(session, key, "start", NOW)
    published(engine, "phone")


@ON_POSTGRESQL
def test_a_round_that_starts_while_a_version_is_published_waits_and_asks_again(engine: Engine) -> None:
    published(engine, "text")
    key = planned(engine, anonymous=True)
    with ThreadPoolExecutor() as beside:
        with db.writing(engine) as session:
            surveys.import_(session, SURVEY.format(kind="phone", more=""), NOW)
            surveys.publish(session, "satisfaction", NOW)
            starts = beside.submit(moved, engine, key, "start")
            wait_until_blocked(engine)
        with pytest.raises(nameless.Naming):
            starts.result(PATIENCE)


def moved(engine: Engine, key: int, *triggers: str) -> None:
    for trigger in triggers:
        with db.writing(engine) as session:
            rounds.move(session, key, trigger, NOW)
