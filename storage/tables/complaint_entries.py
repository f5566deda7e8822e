"""What was added to a complaint. `kind` is customer (their words, files), answer or note (staff's)."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from storage.tables.columns import Moment, metadata

complaint_entries = Table(
    "complaint_entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("complaint_id", ForeignKey("complaints.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False, server_default=""),
    Column("file_id", ForeignKey("files.id")),
    Column("user_id", ForeignKey("users.id")),
    Column("at", Moment, nullable=False),
)
