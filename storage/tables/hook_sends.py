"""What a webhook is told: one event, once (a test has none). `state` is waiting, sent or failed; `status` is
what was answered last, `reason` why that was no success. Due again at `due_at`, and nobody else's until
`lease_until`."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from storage.tables.columns import Moment, metadata

hook_sends = Table(
    "hook_sends",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("hook_id", ForeignKey("hooks.id"), nullable=False),
    Column("event_id", ForeignKey("events.id")),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("status", Integer),
    Column("reason", Text, nullable=False, server_default=""),
    Column("due_at", Moment, nullable=False),
    Column("lease_until", Moment),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    UniqueConstraint("hook_id", "event_id"),
    Index(None, "hook_id", "id"),
    Index(
        "ix_hook_sends_waiting",
        "hook_id",
        "due_at",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index(None, "created_at"),
)
