"""Two files of customers that staff made one: `moved` holds the ids of the rows, by table, that changed
hands, so that it can be undone."""

from sqlalchemy import Column, ForeignKey, Integer, Table

from storage.tables.columns import Json, Moment, metadata

joinings = Table(
    "joinings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kept_id", Integer, nullable=False, index=True),
    Column("gone_id", Integer, nullable=False, index=True),
    Column("moved", Json, nullable=False),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("undone_at", Moment),
)
