"""Failed sign-ins of late, by login and by address; they slow the next one down."""

from sqlalchemy import Column, Index, Integer, Table, Text

from storage.tables.columns import Moment, metadata

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "key", "at"),
)
