"""What `nlp.analyse` found in a text. `subject` is answer or complaint; `model`: which version found it."""

from sqlalchemy import Column, Float, Integer, Table, Text, UniqueConstraint

from storage.tables.columns import Json, Moment, metadata

analyses = Table(
    "analyses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("subject_id", Integer, nullable=False),
    Column("polarity", Float, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("intent", Text, nullable=False),
    Column("keywords", Json, nullable=False),
    Column("model", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("subject", "subject_id"),
)
