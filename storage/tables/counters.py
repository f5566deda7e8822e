"""Running numbers, taken in blocks; gaps are allowed. And how far a table was gone through, or is settled."""

from sqlalchemy import Column, Integer, Table, Text

from storage.tables.columns import metadata

counters = Table(
    "counters",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Integer, nullable=False),
)
