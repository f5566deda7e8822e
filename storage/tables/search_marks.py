"""How far the index of the search has come: of the table `kind`, all rows up to this id were looked at."""

from sqlalchemy import Column, Integer, Table, Text

from storage.tables.columns import metadata

search_marks = Table(
    "search_marks",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("upto", Integer, nullable=False),
)
"""A table without a mark has not been begun."""
