"""Who has a complaint open: told while it is recent, seldom written, and gone when it is over."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select

from storage import complaints, db, users, viewings
from storage.conversations import Conversation
from storage.queries import marks
from storage.tables import viewings as table
from storage.viewings import WINDOW
from tests.storage import rows
from tests.storage.conftest import NOW


@pytest.fixture
def two(engine: Engine, talk: Conversation) -> list[int]:
    with db.writing(engine) as session:
        both = [rows.complaint(talk, f"T{n}") for n in (1, 2)]
        return complaints.open_(session, both, NOW)


def test_others_are_told_while_it_is_recent(engine: Engine, two: list[int], staff: int) -> None:
    one, other = two
    with db.writing(engine) as session:
        zhou = users.add(session, "zhou", "周工", "handler", "correct horse", NOW)
        viewings.see(session, one, staff, NOW)
        viewings.see(session, one, zhou, NOW + WINDOW / 2)

        def seen(user: int, after: timedelta) -> dict[int, list[str]]:
            return viewings.others(session, two, user, NOW + after)

        assert seen(zhou, WINDOW / 2) == {one: ["李工"]}
        assert seen(staff, WINDOW / 2) == {one: ["周工"]}
        assert seen(zhou, WINDOW) == {}
        assert viewings.others(session, [], zhou, NOW) == {}
        assert seen(0, WINDOW / 2) == {one: ["周工", "李工"]}, "by name"
        viewings.see(session, other, staff, NOW + WINDOW)
        assert session.scalar(select(func.count()).select_from(table)) == 2, "what is over has gone"


def test_a_page_that_is_read_again_seldom_writes(engine: Engine, two: list[int], staff: int) -> None:
    with db.writing(engine) as session:
        assert viewings.due(session, two[0], staff, NOW)
        viewings.see(session, two[0], staff, NOW)
        assert not viewings.due(session, two[0], staff, NOW + WINDOW / 2 - timedelta(seconds=1))
        assert viewings.due(session, two[0], staff, NOW + WINDOW / 2)
        viewings.see(session, two[0], staff, NOW + WINDOW / 2)
        assert not viewings.due(session, two[0], staff, NOW + WINDOW / 2)


def test_open_pages_hear_who_comes_and_goes_and_nothing_of_who_stays(
    engine: Engine, two: list[int], staff: int
) -> None:
    with db.writing(engine) as session:
        nobody = marks.change_mark(session, NOW)
        viewings.see(session, two[0], staff, NOW)
        here = marks.change_mark(session, NOW)
        viewings.see(session, two[0], staff, NOW + WINDOW / 2)
        assert here != nobody
        assert marks.change_mark(session, NOW + WINDOW) == here
        assert marks.change_mark(session, NOW + WINDOW / 2 + WINDOW) == nobody


def test_who_has_it_open_stays_told_of_though_their_page_shows_itself_once_a_minute(
    engine: Engine, two: list[int], staff: int
) -> None:
    """And is not any more a minute and a half after the last time."""
    with db.writing(engine) as session:
        at = NOW
        for _ in range(10):
            if viewings.due(session, two[0], staff, at):
                viewings.see(session, two[0], staff, at)
            at += timedelta(seconds=75)
            assert viewings.others(session, two, 0, at) == {two[0]: ["李工"]}, "late by a quarter of a minute"
            at -= timedelta(seconds=15)
        assert viewings.others(session, two, 0, at + timedelta(seconds=30)) == {}
