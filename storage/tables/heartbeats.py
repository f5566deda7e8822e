"""When each channel was last known to reach us; a gap is an outage, in which customers spoke in vain. And
when the worker last said that it works."""

from sqlalchemy import Column, Table, Text

from storage.tables.columns import Moment, metadata

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)
