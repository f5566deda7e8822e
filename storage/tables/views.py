"""Filters and orders of a list that somebody saved under a name; a `shared` one everybody sees. `list` is the
key of the list, `query` what the address asks (all behind its ?)."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table, Text, UniqueConstraint, false

from storage.tables.columns import Moment, metadata

views = Table(
    "views",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("list", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("shared", Boolean, nullable=False, server_default=false()),
    Column("at", Moment, nullable=False),
    UniqueConstraint("user_id", "list", "name"),
)
