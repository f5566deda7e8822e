"""Each yes or no of a customer to a version of the privacy notice."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table, Text

from storage.tables.columns import Moment, metadata

consents = Table(
    "consents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("version", Text, nullable=False),
    Column("given", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
)
