"""What is said to customers: the transcript's other half, and the work list of `bot.delivery`.

`tried_at` is when a sender last took it up: were that in the future, the clock has gone back since, and
neither `due_at` nor `lease_until` holds.

`payload` is an `Outbound` as JSON. `state` is waiting, sending (under a lease, by its `holder`), sent or
failed (for good; `reason` says why); or fetched, where the customer's device asks for it: then it has arrived
once `seen` of the conversation has reached its `seq`. `channel` stands here too, so that the work list of one
channel never reads another's.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from storage.tables.columns import Json, Moment, metadata

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("payload", Json, nullable=False),
    Column("speaker", Text, nullable=False, server_default="bot"),
    Column("user_id", ForeignKey("users.id")),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("due_at", Moment, nullable=False),
    Column("lease_until", Moment),
    Column("tried_at", Moment),
    Column("holder", Text, nullable=False, server_default=""),
    Column("external_id", Text),
    Column("reason", Text, nullable=False, server_default=""),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    UniqueConstraint("conversation_id", "seq"),
    Index(
        "ix_outbox_due",
        "channel",
        "due_at",
        "id",
        sqlite_where=text("state in ('waiting', 'sending')"),
        postgresql_where=text("state in ('waiting', 'sending')"),
    ),
    Index(
        "ix_outbox_open",
        "channel",
        "conversation_id",
        "seq",
        sqlite_where=text("state in ('waiting', 'sending')"),
        postgresql_where=text("state in ('waiting', 'sending')"),
    ),
)
