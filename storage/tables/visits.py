"""Visits and calls (A9): whom staff spoke with, what about, what came of it, and what they heard of the
market. `kind` is visit, call, letter, fax or meeting; `at` when it was. Erasing empties what was written."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from storage.tables.columns import Moment, metadata

visits = Table(
    "visits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("complaint_id", ForeignKey("complaints.id"), index=True),
    Column("person_met", Text, nullable=False, server_default=""),
    Column("matters", Text, nullable=False, server_default=""),
    Column("conclusions", Text, nullable=False, server_default=""),
    Column("follow_up", Text, nullable=False, server_default=""),
    Column("competitors", Text, nullable=False, server_default=""),
    Column("prices", Text, nullable=False, server_default=""),
    Column("habits", Text, nullable=False, server_default=""),
    Column("staff_changes", Text, nullable=False, server_default=""),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("at", Moment, nullable=False, index=True),
)
