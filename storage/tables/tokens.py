"""Keys of programs that use the API. `digest` is all that is kept of a token; `begins` are its first
characters, to know it by. It acts as the user who made it, within its `scopes`."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from storage.tables.columns import Json, Moment, metadata

tokens = Table(
    "tokens",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("begins", Text, nullable=False),
    Column("scopes", Json, nullable=False),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("used_at", Moment),
    Column("revoked_at", Moment),
)
