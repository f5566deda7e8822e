"""What became of the complaints of a month, kept so that long spans need not count them again. `part` is
what they are told apart by (empty: all of them), `key` which of these; `figures` are counts, and histograms
of times."""

from sqlalchemy import Column, Date, Integer, Table, Text, UniqueConstraint

from storage.tables.columns import Json, metadata

complaint_months = Table(
    "complaint_months",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("month", Date, nullable=False),
    Column("part", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("figures", Json, nullable=False),
    UniqueConstraint("month", "part", "key"),
)
