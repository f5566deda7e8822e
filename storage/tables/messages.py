"""What customers sent, as it came.

`state` is taken, parked (could not be handled; `reason` says why, staff see it), again (put back by staff:
the inbox takes it up), dismissed or withdrawn (by the customer, with its words). Where characters had to be
replaced to be kept (NUL, lone surrogates), `raw` holds the bytes as received.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint, text

from storage.tables.columns import Json, Moment, metadata

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False, server_default=""),
    Column("choice", Json),
    Column("file_id", ForeignKey("files.id")),
    Column("raw", LargeBinary),
    Column("state", Text, nullable=False, server_default="taken"),
    Column("reason", Text, nullable=False, server_default=""),
    Column("received_at", Moment, nullable=False),
    UniqueConstraint("conversation_id", "external_id"),
    Index(None, "conversation_id", "seq"),
    Index(
        "ix_messages_parked",
        "state",
        "received_at",
        sqlite_where=text("state in ('parked', 'again')"),
        postgresql_where=text("state in ('parked', 'again')"),
    ),
)
