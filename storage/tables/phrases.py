"""Answers that staff write often (常用语), to begin one with. One that is not `active` is not offered."""

from sqlalchemy import Boolean, Column, Integer, Table, Text, true

from storage.tables.columns import metadata

phrases = Table(
    "phrases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Text, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default=true()),
)
