"""History: what was done to what, by whom, when. Append-only; the database itself refuses changes.

Holds ids, triggers and states, never a customer's words or contacts: those stand in rows that erasing can
empty.
"""

from sqlalchemy import Column, Index, Integer, Table, Text, text

from storage.tables.columns import Moment, metadata

BY_STAFF = text("user_id is not null")
"""Events stand on the road of each message: what customers do is in no index but that of its thing."""

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
    Index("ix_events_by_staff", "id", sqlite_where=BY_STAFF, postgresql_where=BY_STAFF),
    Index("ix_events_of_staff", "user_id", "id", sqlite_where=BY_STAFF, postgresql_where=BY_STAFF),
)
