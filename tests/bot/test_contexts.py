"""What the steps of a batch may know, and what is kept of it for the next batch."""

from dataclasses import fields
from datetime import UTC, datetime

import pytest

from bot import versions, wanting
from bot.contexts import Contexts
from bot.conversation.context import Arrival, HandedIn, Lacking, Wanted
from bot.conversation.talk import Talk
from bot.message import Inbound
from bot.turn import Turn
from storage import conversations, db, surveys
from tests.bot.conftest import SURVEY

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
CAME = Inbound("test", "li", "1", "open", NOW)


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(versions, "_in_survey", {})


@pytest.fixture
def session(engine):
    with db.writing(engine) as session:
        yield session


@pytest.fixture
def turn(session):
    (begun,) = conversations.load(session, [("test", "li")], NOW).values()
    return Turn(begun, Talk(), "", None)


def test_all_batches_share_one_context_of_a_version(session, settings, turn):
    first, next_ = (Contexts(session, settings, NOW).of(turn, CAME) for _ in range(2))
    assert first is next_


def test_of_many_versions_the_old_ones_are_not_kept_for_ever(session, settings, turn, monkeypatch):
    monkeypatch.setattr(versions, "_KEPT_AT_MOST", 3)
    for number in range(7):
        source = SURVEY.read_text("utf-8").replace('title = "', f'title = "{number}. ', 1)
        version = surveys.import_(session, source, NOW)
        surveys.publish(session, "satisfaction", NOW)
        assert Contexts(session, settings, NOW).of(turn, CAME).version_id == version
        assert 1 <= len(versions._in_survey) <= 3


@pytest.mark.parametrize("what", [field.name for field in fields(Wanted)])
def test_whatever_a_step_may_want_is_loaded(session, settings, turn, monkeypatch, what):
    found = {"arrival": Arrival(here=True), "gone_on": Arrival(), "handed_in": HandedIn()}.get(what, "found")
    monkeypatch.setattr(wanting, "LOADED", {**wanting.LOADED, what: lambda asked: (asked.signs, found)[1]})
    made = Contexts(session, settings, NOW)
    context = made.wanting(turn, made.of(turn, CAME), Lacking(what, "1234"))
    assert context.wanted == Wanted(**{what: found})


def test_each_thing_that_may_be_wanted_has_its_way():
    assert set(wanting.LOADED) == {field.name for field in fields(Wanted)}


def test_what_was_wanted_before_stays_in_another_version_too(session, settings, turn, monkeypatch):
    made = Contexts(session, settings, NOW)
    context = made.wanting(turn, made.of(turn, CAME), Lacking("queue"))
    found = HandedIn(context.version_id)
    monkeypatch.setattr(wanting, "LOADED", {"handed_in": lambda _: found})
    context = made.wanting(turn, context, Lacking("handed_in"))
    assert context.wanted == Wanted(queue=0, handed_in=found)
