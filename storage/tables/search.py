"""What is in the index of the search, and when that was: the row `row_id` of the table `kind`.

`part` is what staff may ask for (`storage.search.PARTS`). The words are not here: the index itself is
`search_words`, an FTS5 table of SQLite's or a tsvector of PostgreSQL's, which migration 0007 makes. Triggers
of the same migration (of customers: 0014) take a row out of both at once when its text or its time changes,
whoever changes it.
"""

from sqlalchemy import Column, Integer, Table, Text, UniqueConstraint

from storage.tables.columns import Moment, metadata

search = Table(
    "search",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("row_id", Integer, nullable=False),
    Column("part", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("kind", "row_id"),
)
