"""Who is signed in. Only digests of the cookie are kept. `half`: the second factor is still to come; it opens
nothing else. `proved_at`: when they last proved who they are; `ends_at`: when it ends, however busy it is."""

from sqlalchemy import Boolean, Column, ForeignKey, Table, Text, false

from storage.tables.columns import Moment, metadata

sessions = Table(
    "sessions",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("csrf", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("proved_at", Moment),
    Column("ends_at", Moment),
    Column("agent", Text, nullable=False, server_default=""),
    Column("half", Boolean, nullable=False, server_default=false()),
)
