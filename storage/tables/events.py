"""History: what was done to what, by whom, when. Append-only; the database itself refuses changes.

Holds ids, triggers and states, never a customer's words or contacts: those stand in rows that erasing can
empty.
"""

from sqlalchemy import Column, Index, Integer, Table, Text

from storage.tables.columns import Moment, metadata

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("entity", Text, nullable=False),
    Column("entity_id", Integer, nullable=False),
    Column("trigger", Text, nullable=False),
    Column("source", Text, nullable=False, server_default=""),
    Column("target", Text, nullable=False, server_default=""),
    Column("actor", Text, nullable=False),
    Column("user_id", Integer),
    Index(None, "entity", "entity_id", "id"),
)
