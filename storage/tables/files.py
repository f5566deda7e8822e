"""Photos and files that customers sent as evidence, in a conversation, or that staff put to a complaint
(`complaint_id`, `user_id`) or to a response that they typed in (`response_id`); in the database, so that one
backup holds everything.

`state` is kept, awaited (still with the channel, under the name `remote`; `content` is empty), refused
(of a kind or size that is not kept, or found harmful), withdrawn (by the customer: all that it said is gone)
or expired (its term is over; the row tells that it was there). `digest` is the SHA-256 of `content` in hex,
`thumbnail` a small JPEG of a picture, `scanned` what the virus scanner said: empty (none is configured),
awaited, clean, failed (it could not be asked), or the name of what was found.
"""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Text

from storage.tables.columns import Moment, metadata

files = Table(
    "files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), index=True),
    Column("complaint_id", ForeignKey("complaints.id"), index=True),
    Column("response_id", Integer, index=True),
    Column("user_id", Integer),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("digest", Text, nullable=False, server_default=""),
    Column("thumbnail", LargeBinary),
    Column("scanned", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False, server_default="kept"),
    Column("remote", Text, nullable=False, server_default=""),
    Column("received_at", Moment, nullable=False),
)
