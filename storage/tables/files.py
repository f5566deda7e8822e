"""Photos and files that customers sent as evidence; in the database, so that one backup holds everything."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Text

from storage.tables.columns import Moment, metadata

files = Table(
    "files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("received_at", Moment, nullable=False),
)
