"""Staff who may sign in. `role` is one of `storage.users.ROLES`."""

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
    Column("created_at", Moment, nullable=False),
)
