"""What leads on the summary page: the matters most blamed and praised, what is urgent, what was said last."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from admin import naming
from admin.charts import Chart
from admin.charts import matters as chart
from admin.filters import Filter
from admin.summary.figures import Looked
from admin.summary.links import Links
from storage import written
from storage.domain.locale import Texts
from storage.queries import analysed, follow_ups, matters, words
from storage.queries.filters import ALL, Filters, Sought

TOP = 5
DRAWN = 6
URGENT = 3
VOICES = 6

Text = tuple[str, int]
"""(subject, id) of an answer or a complaint."""


def matters_of(session: Session, wanted: Filters) -> dict[str, Any]:
    """The matters most blamed and most praised, and `most`: how often the most frequent is spoken of."""
    rows = matters.tally(session, wanted)
    blamed = [row for row in rows if row.mood.negative > row.mood.positive]
    praised = [row for row in rows if row.mood.positive >= row.mood.negative and row.mood.positive]
    blamed.sort(key=lambda row: -row.mood.negative)
    praised.sort(key=lambda row: -row.mood.positive)
    found = {"blamed": blamed[:TOP], "praised": praised[:TOP]}
    return {**found, "most": max((row.n for some in found.values() for row in some), default=0)}


def over_time(
    session: Session,
    asked: Looked,
    leads: dict[str, Any],
    timezone: str,
    texts: Texts,
    names: dict[str, str],
) -> Chart | None:
    """The most frequent of them month by month; None where there are none."""
    rows = sorted(leads["blamed"] + leads["praised"], key=lambda row: -row.n)[:DRAWN]
    keys = [row.category for row in rows]
    return monthly(session, asked.wanted, keys, timezone, texts, names, asked.links)


def monthly(
    session: Session,
    wanted: Filters,
    categories: Sequence[str],
    timezone: str,
    texts: Texts,
    names: dict[str, str],
    links: Links,
    sought: Sought = ALL,
) -> Chart | None:
    """These matters month by month, as a chart."""
    found = matters.by_month(session, wanted, timezone, categories, sought)
    rows = [(naming.called(key, names, texts), months) for key, months in found.items()]
    keys, felt = list(found), {"mood": sought.mood} if sought.mood else {}
    to = lambda number, month: links.matters(month, category=keys[number], **felt)  # noqa: E731
    return chart.chart(rows, texts, to) if rows else None


def urgent(session: Session) -> list[dict[str, Any]]:
    """The first of the urgent and unsafe words that nobody has seen to yet."""
    return read(session, follow_ups.listing(session, "open", 2 * URGENT))[:URGENT]


def read(session: Session, found: Sequence[follow_ups.FollowUp]) -> list[dict[str, Any]]:
    """Follow-ups with their texts as they were read; a text that signals several things stands there once."""
    texts: dict[tuple[str, int, str], list[follow_ups.FollowUp]] = {}
    for one in found:
        texts.setdefault((one.subject, one.subject_id, one.state), []).append(one)
    known = _as_read(session, [(subject, key) for subject, key, _ in texts])
    return [
        {
            "one": some[0],
            "ids": [each.id for each in some],
            "signals": [each.signal for each in some],
            **known[subject, key],
        }
        for (subject, key, _), some in texts.items()
    ]


def _as_read(session: Session, texts: Collection[Text]) -> dict[Text, dict[str, Any]]:
    """The parts of each of these texts, and what was found in it: a few queries, however many there are."""
    known: dict[Text, dict[str, Any]] = {}
    for subject in written.SUBJECTS:
        ids = {key for of, key in texts if of == subject}
        parts = written.parts_of(session, subject, ids)
        found = analysed.of(session, subject, ids, parts)
        known |= {(subject, key): {"parts": parts.get(key, []), "a": found.get(key)} for key in ids}
    return known


def voices(session: Session, wanted: Filters) -> list[dict[str, Any]]:
    """What customers wrote last, as it was read; not read yet where the worker is behind."""
    last = words.last(session, wanted, VOICES)
    known = _as_read(session, [("answer", said.answer_id) for said in last])
    return [{"said": said, **known["answer", said.answer_id]} for said in last]


def address(filters: Sequence[Filter], days: Mapping[str, str], category: str = "") -> str:
    """The page of matters with these filters, from one day to another where they say so."""
    chosen = {each.key: each.value for each in filters} | {**days, "category": category}
    return "/matters?" + urlencode({key: value for key, value in chosen.items() if value})
