"""Rows whose text has changed, for the search to look at again: triggers put them here (migration 0007)."""

from sqlalchemy import Column, Integer, Table, Text

from storage.tables.columns import metadata

search_stale = Table(
    "search_stale",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("row_id", Integer, primary_key=True, autoincrement=False),
)
