"""When customers were written to unasked, for the cap (`storage.domain.contact`)."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table

from storage.tables.columns import Moment, metadata

contacts = Table(
    "contacts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "customer_id", "at"),
)
