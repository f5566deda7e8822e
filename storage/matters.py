"""What a text is about, written so that it can be counted: once a category, however often it is spoken of."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from storage import bulk
from storage.tables import matters

Category = Sequence[Any]
"""category, polarity -1 to 1, start, end; both 0 where no words are named."""

_NEW = insert(matters)


def write(session: Session, subject: str, categories: Mapping[int, Iterable[Category]]) -> None:
    """Replace what these texts are about, by the id of their answer or complaint."""
    m = matters.c
    session.execute(delete(matters).where(m.subject == subject, m.subject_id.in_(categories)))
    rows = [
        {"subject": subject, "subject_id": key, **row}
        for key, found in categories.items()
        for row in _together(found)
    ]
    if rows:
        bulk.execute(session, _NEW, rows)


def _together(found: Iterable[Category]) -> list[dict[str, Any]]:
    """A row a category: the mean of what was said of it, and where it was said most plainly."""
    by_category: dict[str, list[Category]] = {}
    for each in found:
        by_category.setdefault(each[0], []).append(each)
    return [
        {"category": category, "polarity": sum(each[1] for each in spoken) / len(spoken), **_plainest(spoken)}
        for category, spoken in by_category.items()
    ]


def _plainest(spoken: Sequence[Category]) -> dict[str, int]:
    _, _, start, end = max(spoken, key=lambda each: abs(each[1]))
    return {"start": start, "end": end}
