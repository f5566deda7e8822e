"""Which reminders and steps of escalation of a complaint were taken: each `key` once
(`storage.domain.deadline.Deadline.key`, `storage.domain.escalation.Step.key`)."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from storage.tables.columns import Moment, metadata

complaint_reminders = Table(
    "complaint_reminders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("complaint_id", ForeignKey("complaints.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("complaint_id", "key"),
)
