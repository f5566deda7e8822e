"""Complaints (投诉), each under its number (GB/T 19012 7.2 to 7.4).

States and moves: `storage.domain.complaint`. `story` is what happened in the customer's words, `remedy` what
they ask for. Who made an `anonymous` one is not told to staff: their code (`codes`) alone leads them back to
it. `revision` grows with every change: a late save is refused.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, false

from storage.tables.columns import Moment, metadata

complaints = Table(
    "complaints",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("conversation_id", ForeignKey("conversations.id"), index=True),
    Column("customer_id", ForeignKey("customers.id"), index=True),
    Column("channel", Text, nullable=False),
    Column("segment", Text, nullable=False, server_default=""),
    Column("anonymous", Boolean, nullable=False, server_default=false()),
    Column("place", Text, nullable=False, server_default=""),
    Column("preview", Boolean, nullable=False, server_default=false()),
    Column("state", Text, nullable=False),
    Column("story", Text, nullable=False),
    Column("product", Text, nullable=False, server_default=""),
    Column("order_number", Text, nullable=False, server_default=""),
    Column("occurred", Text, nullable=False, server_default=""),
    Column("remedy", Text, nullable=False, server_default=""),
    Column("received_at", Moment, nullable=False),
    Column("acknowledged_at", Moment),
    Column("answered_at", Moment),
    Column("closed_at", Moment),
    Column("due_at", Moment),
    Column("due_kind", Text, nullable=False, server_default=""),
    Column("revision", Integer, nullable=False, server_default="0"),
    Index(None, "state", "due_at"),
    Index(None, "state", "received_at"),
    Index(None, "received_at"),
)
