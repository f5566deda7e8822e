"""Addresses that are told what happens (webhooks). `kinds` are the keys of `storage/data/hooks.toml`; the
`sealed` secret signs what is sent. Events up to `upto` have been handed out. `failing_since`: when it was
told in vain first, since it was last told well; `off`: why it is told nothing (staff, failing, gone, maker:
who made it, or switched it on last, `user_id`, is no administrator any more)."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Text

from storage.tables.columns import Json, Moment, metadata

hooks = Table(
    "hooks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", Text, nullable=False),
    Column("kinds", Json, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("off", Text, nullable=False, server_default=""),
    Column("upto", Integer, nullable=False),
    Column("failing_since", Moment),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("created_at", Moment, nullable=False),
)
