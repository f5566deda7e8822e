"""The people and firms who use what the organisation makes (GB/T 19000 3.2.4)."""

from sqlalchemy import Boolean, Column, Integer, Table, Text, false

from storage.tables.columns import Moment, metadata

customers = Table(
    "customers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("segment", Text, nullable=False, server_default=""),
    Column("demo", Boolean, nullable=False, server_default=false()),
    Column("created_at", Moment, nullable=False),
)
