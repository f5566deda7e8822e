"""Surveys: imported from TOML, published, retired, read back."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from storage import db, definitions, events, surveys
from storage.surveys import Refused
from storage.tables import survey_versions
from tests.storage.conftest import NOW

SOURCE = (definitions.DATA / "surveys" / "satisfaction.toml").read_text("utf-8")
CHANGED = SOURCE.replace('title = "', 'title = "新版 ', 1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    "file", sorted((definitions.DATA / "surveys").glob("*.toml")), ids=lambda file: file.stem
)
def test_every_survey_that_ships_is_one(file: object) -> None:
    assert surveys.check(file.read_text("utf-8")).questions  # type: ignore[attr-defined]


def test_the_same_source_is_the_same_version(engine: Engine) -> None:
    with db.writing(engine) as session:
        first = surveys.import_(session, SOURCE, NOW)
        assert surveys.import_(session, SOURCE, NOW + DAY) == first
        second = surveys.import_(session, CHANGED, NOW + DAY)
        listed = surveys.listing(session)
        v = survey_versions.c
        assert session.scalar(select(v.source).where(v.id == first)) == SOURCE
    assert [(each.id, each.number, each.state) for each in listed] == [
        (second, 2, "draft"),
        (first, 1, "draft"),
    ]


def test_published_it_replaces_the_one_before_which_stays_readable(engine: Engine) -> None:
    with db.writing(engine) as session:
        assert surveys.published(session) is None
        first = surveys.import_(session, SOURCE, NOW)
        assert surveys.publish(session, "satisfaction", NOW) == first
        assert surveys.publish(session, "satisfaction", NOW) == first
        second = surveys.import_(session, CHANGED, NOW + DAY)
        assert surveys.published(session) == (first, surveys.check(SOURCE))
        assert surveys.publish(session, "satisfaction", NOW + DAY) == second
        found = surveys.published(session, "satisfaction")
        assert found == (second, surveys.check(CHANGED))
        assert surveys.version(session, first) == surveys.check(SOURCE)
        states = {each.id: each.state for each in surveys.listing(session)}
        history = [event["trigger"] for event in events.of(session, "survey_version", first)]
    assert states == {first: "retired", second: "published"}
    assert history == ["approve", "publish", "retire"]


def test_without_a_key_the_one_published_last_is_offered(engine: Engine) -> None:
    nps = (definitions.DATA / "surveys" / "nps.toml").read_text("utf-8")
    with db.writing(engine) as session:
        surveys.import_(session, nps, NOW)
        surveys.import_(session, SOURCE, NOW)
        surveys.publish(session, "satisfaction", NOW)
        last = surveys.publish(session, "nps", NOW + DAY)
        found = surveys.published(session)
        assert found is not None
        assert found[0] == last
        assert surveys.published(session, "no such survey") is None


def test_a_source_with_errors_is_refused_line_by_line(engine: Engine) -> None:
    lines = SOURCE.splitlines()
    broken = next(n for n, line in enumerate(lines, 1) if line.startswith("kind"))
    lines[broken - 1] = 'kind = "scaly"'
    with pytest.raises(Refused) as refused, db.writing(engine) as session:
        surveys.import_(session, "\n".join(lines), NOW)
    assert broken in [fault.line for fault in refused.value.faults]
    assert all(fault.reason for fault in refused.value.faults)
    with db.reading(engine) as session:
        assert surveys.listing(session) == []


def test_a_source_that_is_not_toml_is_refused_with_its_line() -> None:
    with pytest.raises(Refused) as refused:
        surveys.check('key = "a"\ntitle = \n')
    assert [fault.line for fault in refused.value.faults] == [2]


def test_what_is_not_there_is_named(engine: Engine) -> None:
    with db.writing(engine) as session:
        with pytest.raises(KeyError):
            surveys.publish(session, "none", NOW)
        with pytest.raises(KeyError):
            surveys.version(session, 404)


def test_questions_have_the_title_of_the_newest_version(engine: Engine) -> None:
    question = surveys.check(SOURCE).questions[0]
    renamed = SOURCE.replace(f'title = "{question.title}"', 'title = "做工"', 1)
    with db.writing(engine) as session:
        surveys.import_(session, SOURCE, NOW)
        surveys.import_(session, renamed, NOW)
        assert surveys.titles(session)["satisfaction", question.key] == "做工"
