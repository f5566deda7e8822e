"""The people and firms who use what the organisation makes (GB/T 19000 3.2.4).

`kind` is external, internal, supplier, employee, community, authority or potential; `own` holds the columns
that the organisation imports beside ours.
`number` is that of the organisation's own books, `note` what staff wrote of them. `merged_into`: the customer
who they turned out to be. `erased_at`: they asked to be forgotten, and were.
"""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, false, text

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
    Column("number", Text, nullable=False, server_default="", index=True),
    Column("note", Text, nullable=False, server_default=""),
    Column("merged_into", Integer),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("erased_at", Moment),
    Column("demo", Boolean, nullable=False, server_default=false()),
    Column("created_at", Moment, nullable=False),
    Index(None, "name", "id"),
    Index(None, "segment", "id"),
    Index(
        "ix_customers_others",
        "kind",
        "id",
        sqlite_where=text("kind <> 'external'"),
        postgresql_where=text("kind <> 'external'"),
    ),
    Index(
        "ix_customers_valued", "id", sqlite_where=text("high_value = 1"), postgresql_where=text("high_value")
    ),
    Index(
        "ix_customers_merged",
        "merged_into",
        sqlite_where=text("merged_into is not null"),
        postgresql_where=text("merged_into is not null"),
    ),
)
