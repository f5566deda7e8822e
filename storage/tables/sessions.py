"""Who is signed in. Only digests of the cookie are kept."""

from sqlalchemy import Column, ForeignKey, Table, Text

from storage.tables.columns import Moment, metadata

sessions = Table(
    "sessions",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("csrf", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)
