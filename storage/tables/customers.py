"""The people and firms who use what the organisation makes (GB/T 19000 3.2.4).

`kind` is external, internal, supplier, employee, community, authority or potential; `own` holds the columns
that the organisation imports beside ours.
`erased_at`: they asked to be forgotten, and were.
"""

from sqlalchemy import Boolean, Column, Integer, Table, Text, false

from storage.tables.columns import Json, Moment, metadata

customers = Table(
    "customers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("segment", Text, nullable=False, server_default=""),
    Column("kind", Text, nullable=False, server_default="external"),
    Column("high_value", Boolean, nullable=False, server_default=false()),
    Column("own", Json),
    Column("erased_at", Moment),
    Column("demo", Boolean, nullable=False, server_default=false()),
    Column("created_at", Moment, nullable=False),
)
