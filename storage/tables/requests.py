"""What customers ask of their own data: to be given it, or to be forgotten (GB/T 19010 4.10).

Each under its `number`, which the customer was told. `kind` is export or erase; `state`:
`storage.domain.request.LIFE`; `due_at` from the policy. What staff took down has the `channel` it came by and
how they made sure who asked (`identified`); `conversation_id` is where it is answered, if anywhere.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from storage.tables.columns import Moment, metadata

requests = Table(
    "requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("conversation_id", ForeignKey("conversations.id"), index=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="open"),
    Column("received_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("done_at", Moment),
    Column("user_id", ForeignKey("users.id")),
    Column("reason", Text, nullable=False, server_default=""),
    Column("channel", Text, nullable=False, server_default=""),
    Column("identified", Text, nullable=False, server_default=""),
    Index(None, "state", "due_at"),
    Index(None, "state", "done_at"),
)
