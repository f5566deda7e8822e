"""What the organisation has chosen in the browser, one row a thing: `value` as JSON, or `content`, which is a
picture or sealed (`storage.sealing`)."""

from sqlalchemy import Column, ForeignKey, LargeBinary, Table, Text

from storage.tables.columns import Json, Moment, metadata

options = Table(
    "options",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Json, nullable=True),
    Column("content", LargeBinary, nullable=True),
    Column("user_id", ForeignKey("users.id"), nullable=True),
    Column("at", Moment, nullable=False),
)
