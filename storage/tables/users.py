"""Staff who may sign in. `role` is one of `storage.users.ROLES`, `department` the name of theirs, and
`alert_to` the conversation in which they are told what is due or cannot wait."""

from sqlalchemy import Boolean, Column, Integer, Table, Text, true

from storage.tables.columns import Moment, metadata

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("department", Text, nullable=False, server_default=""),
    Column("alert_to", Integer),
    Column("created_at", Moment, nullable=False),
)
