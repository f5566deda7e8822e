"""Policies and calendars as the organisation has changed them, as TOML text: a row a version, never changed.
Of each `kind` (policy, calendar) the last one is in force; an empty text says that what ships is."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from storage.tables.columns import Moment, metadata

rulings = Table(
    "rulings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "kind", "id"),
)
