"""What only one process at a time may do, polling above all: who does it, and until when unless renewed."""

from sqlalchemy import Column, Table, Text

from storage.tables.columns import Moment, metadata

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("taken_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
)
