"""The surveys, one row each, with how many have answered any version of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from sqlalchemy.orm import Session

from admin.listing import Asking, Listing, Table
from admin.listing.cells import moment
from storage import drafts, surveys
from storage.domain.survey import LIFE
from storage.drafts import Counted
from storage.surveys import Version


@dataclass(frozen=True, slots=True)
class Row:
    """A survey: its newest version, the one in force, the responses to all of them."""

    newest: Version
    published: Version | None
    counted: Counted

    @property
    def states(self) -> set[str]:
        """That it is listed under: what is written next, and what customers answer."""
        return {self.newest.state, *(["published"] if self.published else [])}


def chosen(asked: str) -> str:
    """The state that is asked for; all where it is none."""
    return asked if asked in LIFE.states else ""


def listed(session: Session, state: str, sort: str) -> list[Row]:
    """The surveys in this state, in this order."""
    return sorted((row for row in _all(session) if not state or state in row.states), key=SORTS[sort])


def _all(session: Session) -> list[Row]:
    counts = drafts.counted(session)
    rows = []
    for _, versions in groupby(surveys.listing(session), key=attrgetter("key")):
        group = list(versions)
        published = next((version for version in group if version.state == "published"), None)
        own = [counts.get(version.id, drafts.NONE) for version in group]
        newest = next((version for version in group if version.state != "discarded"), group[0])
        rows.append(Row(newest, published, Counted(*map(sum, zip(*own, strict=True)))))
    return rows


SORTS: Final[Mapping[str, Callable[[Row], Any]]] = {
    "": lambda row: -row.newest.created_at.timestamp(),
    "title": lambda row: row.newest.survey,
    "answered": lambda row: -row.counted.all,
}


def keys(session: Session, asking: Asking) -> Iterable[int]:
    """Those in this state, by their newest version."""
    state = chosen(asking.query.get("state", ""))
    return (row.newest.id for row in listed(session, state, LISTING.sorted(asking.query)))


def rows(session: Session, ids: Sequence[int], asking: Asking) -> list[Sequence[str]]:
    """Their cells."""
    there = {row.newest.id: row for row in _all(session)}
    return [_cells(there[key], asking) for key in ids if key in there]


def _cells(row: Row, asking: Asking) -> Sequence[str]:
    return (
        row.newest.key,
        row.newest.survey,
        asking.place.texts(f"cli.survey.state.{row.newest.state}"),
        str(row.newest.number),
        str(row.published.number) if row.published else "",
        str(row.counted.completed),
        str(row.counted.begun),
        str(row.counted.stopped),
        moment(row.newest.created_at, asking),
    )


LISTING = Listing(
    "surveys",
    "/surveys",
    ("state", "sort"),
    Table(
        ("key", "title", "state", "version", "in_force", "completed", "begun", "stopped", "changed_at"),
        keys,
        rows,
    ),
    sorts=tuple(SORTS),
)
