"""The privacy notice as customers read it, by version and language: a row whenever its words were others.
Append-only; the database itself refuses changes."""

from sqlalchemy import Column, Index, Integer, Table, Text

from storage.tables.columns import Moment, metadata

notices = Table(
    "notices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "version", "language", "id"),
)
