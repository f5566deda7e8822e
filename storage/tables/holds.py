"""Nothing of this customer, or of this complaint alone, goes when its term is over: of what is held against
them somebody may have to give account (a dispute). `reason` is staff's; `ended_at` is when it was lifted,
`swept` whether what had been passed over till then has gone since."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, false, text

from storage.tables.columns import Moment, metadata

holds = Table(
    "holds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), index=True),
    Column("complaint_id", ForeignKey("complaints.id"), index=True),
    Column("reason", Text, nullable=False, server_default=""),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("ended_by", ForeignKey("users.id")),
    Column("ended_at", Moment),
    Column("swept", Boolean, nullable=False, server_default=false()),
    Index(
        "ix_holds_open",
        "id",
        sqlite_where=text("ended_at is null"),
        postgresql_where=text("ended_at is null"),
    ),
)
