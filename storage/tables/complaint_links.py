"""Complaints that staff found to belong together; `one_id` is the older, the smaller id."""

from sqlalchemy import Column, ForeignKey, Integer, Table, UniqueConstraint

from storage.tables.columns import Moment, metadata

complaint_links = Table(
    "complaint_links",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("one_id", ForeignKey("complaints.id"), nullable=False),
    Column("other_id", ForeignKey("complaints.id"), nullable=False, index=True),
    Column("user_id", Integer),
    Column("at", Moment, nullable=False),
    UniqueConstraint("one_id", "other_id"),
)
