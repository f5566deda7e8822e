"""What somebody did to many rows at once and may undo for an hour: `payload` holds ids, states and revisions,
never words; `done_at` when it was undone."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from storage.tables.columns import Json, Moment, metadata

undoings = Table(
    "undoings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("verb", Text, nullable=False),
    Column("payload", Json, nullable=False),
    Column("at", Moment, nullable=False),
    Column("done_at", Moment),
    Index(None, "user_id", "id"),
)
