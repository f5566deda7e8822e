"""A round without names is of a survey that asks for none."""

import pytest
from sqlalchemy import Engine

from storage import db, rounds, surveys
from tests.storage.conftest import NOW
from tests.storage.rounds import planned

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


def published(engine: Engine, kind: str, more: str = "") -> None:
    with db.writing(engine) as session:
        surveys.import_(session, SURVEY.format(kind=kind, more=more), NOW)
        surveys.publish(session, "satisfaction", NOW)


@pytest.mark.parametrize("kind", NAMING)
def test_a_survey_that_asks_who_it_is_is_asked_with_names_or_not_at_all(engine: Engine, kind: str) -> None:
    published(engine, kind)
    with pytest.raises(rounds.Naming):
        planned(engine, anonymous=True)
    assert planned(engine) == 1, "with names it may be"


def test_others_may_be_asked_without_a_name(engine: Engine) -> None:
    published(engine, "text")
    assert planned(engine, anonymous=True) == 1


def test_a_version_that_asks_more_than_the_one_it_was_planned_with(engine: Engine) -> None:
    published(engine, "text", "anonymous = true")
    planned(engine, anonymous=True)
    published(engine, "phone")
    with db.reading(engine) as session:
        assert rounds.names(session, "satisfaction")
