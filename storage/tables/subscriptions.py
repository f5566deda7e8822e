"""Who of the staff is sent which report by itself: on this `weekday` (0 Monday) from this `hour` on, of what
is `asked` (filters as an address has them). `sent_for`: the first day of the week that was sent last."""

from sqlalchemy import Column, Date, ForeignKey, Integer, Table, Text, UniqueConstraint

from storage.tables.columns import Json, Moment, metadata

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("report", Text, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("asked", Json, nullable=False),
    Column("sent_for", Date),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("user_id", "report"),
)
