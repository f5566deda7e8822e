"""Digests of the codes that stand in for a second factor that was lost; each once."""

from sqlalchemy import Column, ForeignKey, Table, Text

from storage.tables.columns import Moment, metadata

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("used_at", Moment),
)
