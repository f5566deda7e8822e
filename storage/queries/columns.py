"""Very many rows at once, a numpy array a column: as each database hands them over soonest."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import numpy as np
from sqlalchemy import ColumnElement, cast, func, select, text, type_coerce
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.orm import Session
from sqlalchemy.types import String

from storage.domain.many_times import Moments

NEVER: Final = int(np.iinfo(np.int64).min)
"""In place of a moment: it has not been."""


class Asked(NamedTuple):
    """What is asked of each row: moments and whole numbers by name, and words, those together that have few
    values between them. None of them is NULL, but moments."""

    numbers: Mapping[str, Any]
    moments: Mapping[str, Any] = MappingProxyType({})
    words: Sequence[Mapping[str, Any]] = ()


class Columns:
    """What is told of the rows that fit, by name, a numpy array a column; of a moment, microseconds as in
    `many_times`."""

    def __init__(self, session: Session, asked: Asked, *which: ColumnElement[bool]) -> None:
        pack = _PACKS[session.get_bind().dialect.name]
        packed = [
            *(pack.number(each) for each in asked.numbers.values()),
            *(pack.moment(each) for each in asked.moments.values()),
        ]
        self.n, words, found = 0, [], []
        for clean in (False, True):
            texts = [
                pack.words([_clean(each) if clean else each for each in some.values()])
                for some in asked.words
            ]
            self.n, *found = session.execute(select(func.count(), *packed, *texts).where(*which)).one()
            words = [(text or "").split(_ROW) if self.n else [] for text in found[len(packed) :]]
            if all(_fit(some, self.n, len(names)) for some, names in zip(words, asked.words, strict=True)):
                break
        each = iter(found)
        self._numbers = {name: pack.numbers(next(each)) for name in asked.numbers}
        self._moments = {name: pack.moments(next(each)) for name in asked.moments}
        self._coded: dict[str, tuple[list[str], Any]] = {}
        for names, some in zip(asked.words, words, strict=True):
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
