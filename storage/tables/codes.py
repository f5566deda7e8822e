"""Codes that customers keep: to go on with a talk on another channel, to come back to an anonymous complaint.

`digest` is a keyed hash: whoever reads the database has no code. `kind` is talk, complaint or export; or
part, no code at all: what was split off the complaint, which the code of that leads to.
"""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from storage.tables.columns import Moment, metadata

codes = Table(
    "codes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("conversation_id", ForeignKey("conversations.id"), index=True),
    Column("complaint_id", ForeignKey("complaints.id"), index=True),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("used_at", Moment),
)
