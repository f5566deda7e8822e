"""Departments that complaints and suggestions go to, by name. One that is not `active` takes no more; its
name stays where it stands."""

from sqlalchemy import Boolean, Column, Integer, Table, Text, true

from storage.tables.columns import metadata

departments = Table(
    "departments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("active", Boolean, nullable=False, server_default=true()),
)
