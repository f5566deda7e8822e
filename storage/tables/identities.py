"""Accounts at the organisation's sign-in service (OpenID Connect) and whose they are here. `subject` is what
the service calls them, for good; `issuer` is the service."""

from sqlalchemy import Column, ForeignKey, Table, Text, UniqueConstraint

from storage.tables.columns import Moment, metadata

identities = Table(
    "identities",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("user_id", "issuer"),
)
