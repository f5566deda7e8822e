"""Days (in UTC) of which something that `response_months` counts has changed: triggers put them here
(migration 0017)."""

from sqlalchemy import Column, Date, Integer, Table

from storage.tables.columns import metadata

response_stale = Table(
    "response_stale",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("day", Date, nullable=False, index=True),
)
