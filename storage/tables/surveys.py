"""A survey: what all its versions share. Its `title` is that of the version published last."""

from sqlalchemy import Column, Integer, Table, Text

from storage.tables.columns import Moment, metadata

surveys = Table(
    "surveys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
)
