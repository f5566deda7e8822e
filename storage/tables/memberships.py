"""What staff are in departments beside their own (`users.department`), by its name; only of those who see
their own departments alone."""

from sqlalchemy import Column, ForeignKey, Table, Text

from storage.tables.columns import metadata

memberships = Table(
    "memberships",
    metadata,
    Column("user_id", ForeignKey("users.id"), primary_key=True),
    Column("department", Text, primary_key=True),
    Column("role", Text, nullable=False),
)
