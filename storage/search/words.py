"""The index itself, which SQLite (FTS5) and PostgreSQL (a tsvector and GIN) spell each in its own way.

Neither is told what a word is: both are given the pieces. No place of a piece in its text is kept.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Select, bindparam, cast, column, func, insert, select, table
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.orm import Session
from sqlalchemy.types import Text

from storage.tables import search


class Entry(NamedTuple):
    """The pieces of the text under this id of `search`."""

    id: int
    grams: list[str]


def put(session: Session, entries: Sequence[Entry]) -> None:
    """Have these found."""
    if not entries:
        return
    if session.get_bind().dialect.name == "sqlite":
        rows = [{"rowid": entry.id, "words": " ".join(entry.grams)} for entry in entries]
        session.execute(insert(_FTS), rows)
    else:
        session.execute(_VECTORS, [{"id": entry.id, "grams": entry.grams} for entry in entries])


def holding(session: Session, whole: Sequence[str], beginnings: Sequence[str]) -> Select[Any]:
    """The rows of `search` whose text holds all of these pieces, and one that begins as each of these."""
    if session.get_bind().dialect.name == "sqlite":
        query = " AND ".join([*(f'"{gram}"' for gram in whole), *(f'"{gram}"*' for gram in beginnings)])
        found = column("search_words", is_literal=True).op("match")(query)
        return select(search).join_from(_FTS, search, search.c.id == _FTS.c.rowid).where(found)
    query = " & ".join([*(f"'{gram}'" for gram in whole), *(f"'{gram}':*" for gram in beginnings)])
    found = _VECTOR.c.words.op("@@")(cast(query, TSQUERY))
    return select(search).join_from(_VECTOR, search, search.c.id == _VECTOR.c.id).where(found)


_FTS = table("search_words", column("rowid", BigInteger), column("words", Text))
_VECTOR = table("search_words", column("id", BigInteger), column("words"))
_VECTORS = insert(_VECTOR).values(
    id=bindparam("id"), words=func.array_to_tsvector(bindparam("grams", type_=ARRAY(Text)))
)
