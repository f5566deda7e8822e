"""The history, sealed: each row covers the events of a range of ids, and the seal before. Append-only; the
database itself refuses changes.

`digest` is that of the events, `signature` of all this under a key outside the database (`storage.seals`).
"""

from sqlalchemy import Column, Integer, Table, Text

from storage.tables.columns import Moment, metadata

seals = Table(
    "seals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("first_id", Integer, nullable=False, unique=True),
    Column("upto_id", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("signature", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
