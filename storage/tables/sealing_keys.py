"""Under which key is sealed what is sealed (`storage.sealing`): its `proof`, which opens nothing. The last
row is that of the key in use; of those before the key was lost."""

from sqlalchemy import Column, Integer, Table, Text

from storage.tables.columns import Moment, metadata

sealing_keys = Table(
    "sealing_keys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("proof", Text, nullable=False),
    Column("begun_at", Moment, nullable=False),
)
