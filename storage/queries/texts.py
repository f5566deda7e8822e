"""Which texts are meant: conditions on answers and complaints with what was found in them."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, select

from storage.domain.judging import THIRD
from storage.queries.filters import STANDS_ALONE, Filters, Sought, of_responses, within
from storage.tables import analyses, answers, complaints, matters, responses

_N, _M, _K = analyses.c, matters.c, complaints.c


class Source(NamedTuple):
    """Where texts of one `subject` stand: their `key`, and when they were told."""

    subject: str
    key: ColumnElement[Any]
    at: ColumnElement[Any]


ANSWERS: Final = Source("answer", answers.c.id, answers.c.answered_at)
COMPLAINTS: Final = Source("complaint", _K.id, _K.received_at)


def sources(filters: Filters) -> list[Source]:
    """Those that may have what is asked for: of a survey there are answers alone."""
    return [ANSWERS] if filters.survey else [ANSWERS, COMPLAINTS]


def told(source: Source, filters: Filters, sought: Sought, *columns: Any) -> Select[Any]:
    """These columns of the texts of this source that are meant, with their analyses; with a category that is
    sought, of what is said of it too."""
    query = _analysed(_told(source, filters, sought, columns), source)
    if not sought.category:
        return query.where(*felt(_N.polarity, sought.mood))
    return query.join(matters, _about(source)).where(*_of_matter(sought))


def by_matter(source: Source, filters: Filters, sought: Sought, *columns: Any) -> Select[Any]:
    """The same, once for each matter that a text is about, or for the one that is sought; analyses are there
    only where they are asked for something."""
    query = _told(source, filters, sought, columns).join(matters, _about(source))
    query = query.where(*(_of_matter(sought) if sought.category else felt(_N.polarity, sought.mood)))
    needed = sought.urgency or sought.unsafe or (sought.mood and not sought.category)
    return _analysed(query, source) if needed else query


def _told(source: Source, filters: Filters, sought: Sought, columns: Sequence[Any]) -> Select[Any]:
    query = select(*columns).where(*within(source.at, filters.period), *_noticed(sought))
    if source is COMPLAINTS:
        return query.select_from(complaints).where(*_of_complaints(filters))
    return query.select_from(answers).join(responses).where(STANDS_ALONE, *of_responses(filters))


def _analysed(query: Select[Any], source: Source) -> Select[Any]:
    return query.join(analyses, found_in(source))


def found_in(source: Source) -> ColumnElement[bool]:
    """Condition: the analysis is that of the text."""
    return and_(_N.subject == source.subject, _N.subject_id == source.key)


def _of_matter(sought: Sought) -> list[ColumnElement[bool]]:
    return [_M.category == sought.category, *felt(_M.polarity, sought.mood)]


def _about(source: Source) -> ColumnElement[bool]:
    return and_(_M.subject == source.subject, _M.subject_id == source.key)


def _of_complaints(filters: Filters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [~_K.preview]
    if filters.channel:
        wanted.append(_K.channel == filters.channel)
    if filters.segment:
        wanted.append(_K.segment == filters.segment)
    return wanted


def _noticed(sought: Sought) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if sought.urgency:
        wanted.append(_N.urgency == sought.urgency)
    if sought.unsafe:
        wanted.append(_N.safety)
    return wanted


def felt(polarity: ColumnElement[float], mood: str) -> list[ColumnElement[bool]]:
    """Conditions: this polarity is of this mood; none where that is empty."""
    if not mood:
        return []
    return {
        "positive": [polarity >= THIRD],
        "neutral": [func.abs(polarity) < THIRD],
        "negative": [polarity <= -THIRD],
    }[mood]
