"""What a customer ordered (A8)."""

from sqlalchemy import Column, Date, ForeignKey, Integer, Table, Text

from storage.tables.columns import Moment, metadata

orders = Table(
    "orders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("number", Text, nullable=False, index=True),
    Column("product", Text, nullable=False, server_default=""),
    Column("ordered_on", Date),
    Column("created_at", Moment, nullable=False),
)
