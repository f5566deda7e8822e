"""Very many complaints at once, a numpy array a column: what the statistics are counted from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import numpy as np
from sqlalchemy import ColumnElement, case, cast, exists, func, select, text, type_coerce
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.orm import Session
from sqlalchemy.types import String

from storage import hiding
from storage.domain.complaint_figures import PARTS
from storage.domain.many_times import Moments, micros
from storage.queries.filters import Period, within
from storage.tables import complaints, matters

_C, _M = complaints.c, matters.c

NEVER: Final = int(np.iinfo(np.int64).min)
"""In place of a moment: it has not been."""

WRITTEN: Final = ("department", "severity", "product", "channel", "segment")
"""The parts that stand in the row itself."""

_MOMENTS: Final = ("received_at", "acknowledged_at", "first_answered_at", "closed_at")
_FEW: Final = ("state", "kind", "department", "severity", "channel", "segment")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which complaints: what is None leaves all in, an empty word means those of which it is not known."""

    kind: str | None = None
    category: str | None = None
    product: str | None = None
    department: str | None = None
    severity: str | None = None
    channel: str | None = None
    segment: str | None = None

    def chosen(self) -> dict[str, str]:
        """What is asked of them, but their kind."""
        found = {name: getattr(self, name) for name in PARTS}
        return {name: value for name, value in found.items() if value is not None}


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """On `complaints`, all but the period."""
    found: list[ColumnElement[bool]] = [~_C.preview]
    if wanted.kind is not None:
        found.append(_C.kind == wanted.kind)
    for name, value in wanted.chosen().items():
        found.append(_about(value) if name == "category" else _C[name] == value)
    return found


def _about(category: str) -> ColumnElement[bool]:
    of_it = exists().where(_M.subject == "complaint", _M.subject_id == _C.id)
    return of_it.where(_M.category == category) if category else ~of_it


class Told(NamedTuple):
    """What is asked of each row: moments and whole numbers by name, and words, those together that have few
    values between them. None of them is NULL, but moments."""

    numbers: Mapping[str, Any]
    moments: Mapping[str, Any] = MappingProxyType({})
    words: Sequence[Mapping[str, Any]] = ()


class Columns:
    """What is told of the rows that fit, by name, a numpy array a column; of a moment, microseconds as in
    `many_times`."""

    def __init__(self, session: Session, told: Told, *which: ColumnElement[bool]) -> None:
        pack = _PACKS[session.get_bind().dialect.name]
        packed = [
            *(pack.number(each) for each in told.numbers.values()),
            *(pack.moment(each) for each in told.moments.values()),
        ]
        self.n, words, found = 0, [], []
        for clean in (False, True):
            texts = [
                pack.words([_clean(each) if clean else each for each in some.values()]) for some in told.words
            ]
            self.n, *found = session.execute(select(func.count(), *packed, *texts).where(*which)).one()
            words = [(text or "").split(_ROW) if self.n else [] for text in found[len(packed) :]]
            if all(_fit(some, self.n, len(names)) for some, names in zip(words, told.words, strict=True)):
                break
        each = iter(found)
        self._numbers = {name: pack.numbers(next(each)) for name in told.numbers}
        self._moments = {name: pack.moments(next(each)) for name in told.moments}
        self._coded: dict[str, tuple[list[str], Any]] = {}
        for names, some in zip(told.words, words, strict=True):
            self._coded |= _apart(list(names), some)

    def numbers(self, name: str) -> Any:
        """Whole numbers."""
        return self._numbers[name]

    def moments(self, name: str) -> Moments:
        """NEVER where it has not been."""
        return self._moments[name]

    def coded(self, name: str) -> tuple[list[str], Any]:
        """The different words of a column, and which of them stands in each row."""
        return self._coded[name]

    def among(self, name: str, words: Sequence[str]) -> Any:
        """In which rows one of these words stands."""
        keys, codes = self.coded(name)
        return np.array([key in words for key in keys], bool)[codes]


_ROW, _WORD = "\x1e", "\x1f"
"""What parts rows, and the words of a row, where they are handed over."""


def _clean(word: Any) -> Any:
    """Without the signs that part words: nobody types them but to do harm."""
    return func.replace(func.replace(word, _ROW, " "), _WORD, " ")


def _fit(rows: Sequence[str], n: int, words: int) -> bool:
    return len(rows) == n and all(row.count(_WORD) == words - 1 for row in set(rows))


def _apart(names: Sequence[str], rows: Sequence[str]) -> dict[str, tuple[list[str], Any]]:
    """Each column of these rows of words: its different words, and which of them stands in each row."""
    different, codes = _coded(rows)
    columns = list(zip(*(row.split(_WORD) for row in different), strict=True)) or [()] * len(names)
    found = {}
    for name, column in zip(names, columns, strict=True):
        keys, of = _coded(column)
        found[name] = (keys, of[codes])
    return found


def _coded(words: Sequence[str]) -> tuple[list[str], Any]:
    keys = list(dict.fromkeys(words))
    place = {key: number for number, key in enumerate(keys)}
    return keys, np.fromiter(map(place.__getitem__, words), np.int64, len(words))


class _Texts:
    """SQLite hands over a column as one text: moments as it keeps them, all of one length."""

    _NONE: Final = "0001-01-01 00:00:00.000000"

    def moment(self, column: Any) -> Any:
        return func.group_concat(func.coalesce(type_coerce(column, String), self._NONE), "")

    def number(self, column: Any) -> Any:
        return func.group_concat(column, " ")

    def words(self, columns: Sequence[Any]) -> Any:
        return func.group_concat(_joined(columns), _ROW)

    def moments(self, found: str | None) -> Moments:
        told = np.frombuffer((found or "").encode(), f"S{len(self._NONE)}").astype("datetime64[us]")
        moments = told.astype(np.int64)
        return np.where(moments == np.datetime64(self._NONE, "us").astype(np.int64), NEVER, moments)

    def numbers(self, found: str | None) -> Any:
        return np.fromstring(found or "", np.int64, sep=" ")


class _Bytes:
    """PostgreSQL hands over a column as it sends it over the wire: eight bytes each."""

    _SINCE: Final = 946_684_800_000_000  # from 2000 on, and nothing of that is the smallest number

    def moment(self, column: Any) -> Any:
        kept = func.coalesce(column, text("timestamptz '-infinity'"))
        return func.string_agg(func.timestamptz_send(kept), text("''::bytea"))

    def number(self, column: Any) -> Any:
        return func.string_agg(func.int8send(cast(column, BIGINT)), text("''::bytea"))

    def words(self, columns: Sequence[Any]) -> Any:
        return func.string_agg(_joined(columns), _ROW)

    def moments(self, found: bytes | None) -> Moments:
        moments = self.numbers(found)
        return np.where(moments == NEVER, NEVER, moments + self._SINCE)

    def numbers(self, found: bytes | None) -> Any:
        return np.frombuffer(found or b"", ">i8").astype(np.int64)


_PACKS: Final[Mapping[str, _Texts | _Bytes]] = {"sqlite": _Texts(), "postgresql": _Bytes()}


def _joined(columns: Sequence[Any]) -> Any:
    first, *more = columns
    for each in more:
        first = first.concat(_WORD).concat(each)
    return first


FLAGS: Final = ("recurrent", "referred", "once", "asked", "stayed")
"""What is true of a complaint or not, from the lowest bit on; above them is how the handling was, 0 to 5.
once: its first answer is its last."""


def of_period(session: Session, wanted: Wanted, period: Period) -> Columns:
    """The complaints received then: numbers, moments and short words alone, for reading takes the time."""
    flags = (
        _C.recurrent,
        _C.referred_to != "",
        _C.first_answered_at == _C.answered_at,
        _C.stayed.is_not(None),
        _C.stayed,
    )
    bits = func.coalesce(_C.handling, 0) * 2 ** len(FLAGS)
    for place, flag in enumerate(flags):
        bits = bits + case((flag, 2**place), else_=0)
    told = Told(
        {
            "id": _C.id,
            "customer_id": func.coalesce(_C.customer_id, -1),
            "cost": func.coalesce(_C.cost, -1),
            "bits": bits,
        },
        {name: _C[name] for name in _MOMENTS},
        ({name: _C[name] for name in _FEW}, {"product": _C.product}),
    )
    shown = hiding.shown(session)
    return Columns(session, told, *within(_C.received_at, period), *conditions(wanted), shown)


def flag(rows: Columns, name: str) -> Any:
    """For which of the rows this one of FLAGS is true."""
    return rows.numbers("bits") >> FLAGS.index(name) & 1 == 1


def handling(rows: Columns) -> Any:
    """How the handling was, 1 to 5; 0 where nobody has said."""
    return rows.numbers("bits") >> len(FLAGS)


def by_customers(session: Session, wanted: Wanted, asked: Period, period: Period) -> Columns:
    """Of the complaints of this kind that were received in the period, those of a known customer and product,
    and no others than may have to do with those that are asked for: who, what and when."""
    told = Told(
        {"id": _C.id, "customer_id": _C.customer_id},
        {"received_at": _C.received_at},
        ({"product": _C.product}, {"kind": _C.kind}),
    )
    which = [_C.customer_id.is_not(None), _C.product != "", hiding.shown(session)]
    if wanted.chosen():
        theirs = select(_C.customer_id).where(*within(_C.received_at, asked), *conditions(wanted))
        which.append(_C.customer_id.in_(theirs.where(_C.customer_id.is_not(None)).correlate(None)))
    return Columns(session, told, *within(_C.received_at, period), *conditions(Wanted(wanted.kind)), *which)


def about(session: Session, first: int, last: int) -> Columns:
    """What the complaints with ids from the one to the other are about: a row a category."""
    of_them = (_M.subject == "complaint", _M.subject_id.between(first, last))
    return Columns(session, Told({"id": _M.subject_id}, words=({"category": _M.category},)), *of_them)


def number_of(moments: Moments, spans: Sequence[Period]) -> Any:
    """Which of these adjoining spans each moment is in."""
    return np.searchsorted(np.array([micros(each.end) for each in spans], np.int64), moments, "right")
