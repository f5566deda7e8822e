"""Wrong passwords and wrong codes of late: who guesses is slowed down. `key` is a signed digest."""

from sqlalchemy import Column, Index, Integer, Table, Text

from storage.tables.columns import Moment, metadata

failures = Table(
    "failures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "key", "at"),
)
