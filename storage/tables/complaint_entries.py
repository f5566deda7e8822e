"""What was added to a complaint. `kind` is answer (the customer reads it) or note, by staff; or added: by
its owner, where it is anonymous and they have shown the code."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from storage.tables.columns import Moment, metadata

complaint_entries = Table(
    "complaint_entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("complaint_id", ForeignKey("complaints.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False, server_default=""),
    Column("user_id", ForeignKey("users.id")),
    Column("at", Moment, nullable=False),
)
