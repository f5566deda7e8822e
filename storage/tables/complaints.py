"""Complaints (投诉), each under its number (GB/T 19012 7.2 to 7.4).

States and moves: `storage.domain.complaint`. `story` is what happened in the customer's words, `remedy` what
they ask for. Who made an `anonymous` one is not told to staff: their code (`codes`) alone leads them back to
it. `revision` grows with every change: a late save is refused. The fields of its record, and which of them
hold words that erasing empties: `storage.domain.form`. `owner_id` is the user it is assigned to,
`merged_into` the complaint that goes on in its place, `cost` in hundredths. `concerns_id` is the user whose
conduct it is about, from whom it is kept. `look_at` is when the clock has to look at it next. After closing:
`ask_at` is when the customer is asked whether it `stayed` right and how the `handling` was (1 to 5).
`contact` is sealed; `contact_digest` finds it, however it is written (`storage.complaints.reached`).
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    false,
    text,
)

from storage.tables.columns import Moment, metadata
from storage.tables.sealed import Sealed

TOLD = text("closed_at is not null and story <> ''")
"""It has ended, and its words are still there."""

REACHED = text("contact_digest <> ''")
"""Of such complaints it is known how who complained is reached."""

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
    Column("kind", Text, nullable=False, server_default="complaint"),
    Column("complainant", Text, nullable=False, server_default=""),
    Column("contact", Sealed, nullable=False, server_default=""),
    Column("representative", Text, nullable=False, server_default=""),
    Column("model", Text, nullable=False, server_default=""),
    Column("part", Text, nullable=False, server_default=""),
    Column("batch", Text, nullable=False, server_default=""),
    Column("location", Text, nullable=False, server_default=""),
    Column("effect", Text, nullable=False, server_default=""),
    Column("immediate_action", Text, nullable=False, server_default=""),
    Column("department", Text, nullable=False, server_default=""),
    Column("severity", Text, nullable=False, server_default=""),
    Column("complexity", Text, nullable=False, server_default=""),
    Column("impact", Text, nullable=False, server_default=""),
    Column("compensation", Text, nullable=False, server_default=""),
    Column("outcome", Text, nullable=False, server_default=""),
    Column("referred_to", Text, nullable=False, server_default=""),
    Column("quantity", Float),
    Column("quantity_defective", Float),
    Column("happened_on", Date),
    Column("recurrent", Boolean),
    Column("safety", Boolean),
    Column("act_now", Boolean),
    Column("can_act_now", Boolean),
    Column("cost", BigInteger),
    Column("owner_id", Integer),
    Column("merged_into", Integer),
    Column("concerns_id", Integer),
    Column("first_answered_at", Moment),
    Column("look_at", Moment, index=True),
    Column("ask_at", Moment, index=True),
    Column("stayed", Boolean),
    Column("handling", Integer),
    Column("contact_digest", Text, nullable=False, server_default=""),
    Index(
        "ix_complaints_concerns_id",
        "concerns_id",
        sqlite_where=text("concerns_id is not null"),
        postgresql_where=text("concerns_id is not null"),
    ),
    Index("ix_complaints_state_due_at", "state", "due_at", "preview", "concerns_id", "owner_id"),
    Index(None, "state", "received_at"),
    Index(None, "department", "received_at"),
    Index(None, "owner_id", "received_at"),
    Index(None, "received_at"),
    Index("ix_complaints_contact_digest", "contact_digest", sqlite_where=REACHED, postgresql_where=REACHED),
    Index("ix_complaints_told", "closed_at", "id", sqlite_where=TOLD, postgresql_where=TOLD),
)
