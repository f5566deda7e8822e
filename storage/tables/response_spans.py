"""The days and months (`day` 0) of `response_months`: from when to when, and whether their figures are
`kept`. Of a day that is not, what is there may be counted from a while after `freed_at` on: until then a
transaction may be open that knew nothing of it. What changes before the last `end` is noted in
`response_stale`."""

from sqlalchemy import Boolean, Column, Date, Integer, Table

from storage.tables.columns import Moment, metadata

response_spans = Table(
    "response_spans",
    metadata,
    Column("month", Date, primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("start", Moment, nullable=False),
    Column("end", Moment, nullable=False, index=True),
    Column("freed_at", Moment, nullable=False),
    Column("kept", Boolean, nullable=False),
)
