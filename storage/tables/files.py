"""Photos and files that customers sent as evidence; in the database, so that one backup holds everything.

`state` is kept, awaited (still with the channel, under the name `remote`; `content` is empty), refused
(of a kind or size that is not kept) or withdrawn (by the customer: all that it said is gone).
"""

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
    Column("state", Text, nullable=False, server_default="kept"),
    Column("remote", Text, nullable=False, server_default=""),
    Column("received_at", Moment, nullable=False),
)
