"""What the responses of a month, and of each of its days, add up to, kept so that pages need not count them
again. `day` 0 stands for the whole month; `figures` are counts, no words of customers."""

from sqlalchemy import Column, Date, Integer, Table, Text, UniqueConstraint

from storage.tables.columns import Json, metadata

response_months = Table(
    "response_months",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("month", Date, nullable=False),
    Column("day", Integer, nullable=False),
    Column("version_id", Integer, nullable=False),
    Column("channel", Text, nullable=False),
    Column("segment", Text, nullable=False),
    Column("figures", Json, nullable=False),
    UniqueConstraint("month", "day", "version_id", "channel", "segment"),
)
