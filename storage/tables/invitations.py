"""Invitations (邀请) to a round: one customer at one address on one channel, once.

`state`: `storage.domain.invitation.LIFE`. It is issued in the transaction that puts it into the outbox, as
`seq` of its conversation: so nobody is invited twice, whatever dies. Where the address is a link (channel
`link`), `token_digest` finds the invitation again. Of an anonymous round the `response_id` is not kept.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from storage.tables.columns import Moment, metadata
from storage.tables.sealed import Sealed

invitations = Table(
    "invitations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", ForeignKey("rounds.id"), nullable=False),
    Column("customer_id", ForeignKey("customers.id"), index=True),
    Column("conversation_id", ForeignKey("conversations.id"), index=True),
    Column("channel", Text, nullable=False),
    Column("address", Sealed, nullable=False),
    Column("token_digest", Text, unique=True),
    Column("state", Text, nullable=False, server_default="planned"),
    Column("wave", Integer, nullable=False, server_default="1"),
    Column("due_at", Moment, nullable=False),
    Column("seq", Integer),
    Column("response_id", Integer),
    Column("issued_at", Moment),
    Column("delivered_at", Moment),
    Column("reminded_at", Moment),
    Column("begun_at", Moment),
    Column("returned_at", Moment),
    Column("reason", Text, nullable=False, server_default=""),
    UniqueConstraint("round_id", "channel", "address"),
    Index(None, "round_id", "state"),
    Index(None, "round_id", "id"),
    Index(
        "ix_invitations_reminded",
        "round_id",
        sqlite_where=text("reminded_at is not null"),
        postgresql_where=text("reminded_at is not null"),
    ),
    Index(
        "ix_invitations_planned",
        "due_at",
        sqlite_where=text("state = 'planned'"),
        postgresql_where=text("state = 'planned'"),
    ),
)
