"""Old values of what was corrected, kept beside the history: they may be personal and must be erasable.

`actor` is customer, staff, bot or clock; `user_id` says which member of staff. `revision` is that of the
complaint which the change led to; of other things it is empty.
"""

from sqlalchemy import Column, Index, Integer, Table, Text

from storage.tables.columns import Json, Moment, metadata

changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entity", Text, nullable=False),
    Column("entity_id", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("old", Json),
    Column("new", Json),
    Column("actor", Text, nullable=False),
    Column("user_id", Integer),
    Column("at", Moment, nullable=False, index=True),
    Column("revision", Integer),
    Index(None, "entity", "entity_id"),
)
