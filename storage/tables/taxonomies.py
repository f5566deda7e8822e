"""The organisation's own categories (诉求分类), as the TOML text that staff wrote: a row a version, never
changed. The last one is in force; an empty one says that the general categories are."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from storage.tables.columns import Moment, metadata

taxonomies = Table(
    "taxonomies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("at", Moment, nullable=False),
)
