"""Who has the page of a complaint open: told to colleagues who open it too, while it is recent."""

from sqlalchemy import Column, ForeignKey, PrimaryKeyConstraint, Table

from storage.tables.columns import Moment, metadata

viewings = Table(
    "viewings",
    metadata,
    Column("complaint_id", ForeignKey("complaints.id"), nullable=False),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("complaint_id", "user_id"),
)
