"""Calls of the API that are to be done once (Idempotency-Key), as long as they are remembered. `key` and
`asked`, what was called, are digests; `made_id` is what came of it."""

from sqlalchemy import Column, ForeignKey, Integer, PrimaryKeyConstraint, Table, Text

from storage.tables.columns import Moment, metadata

calls = Table(
    "calls",
    metadata,
    Column("token_id", ForeignKey("tokens.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("asked", Text, nullable=False),
    Column("made_id", Integer),
    Column("at", Moment, nullable=False, index=True),
    PrimaryKeyConstraint("token_id", "key"),
)
