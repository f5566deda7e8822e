"""Models that an organisation made of ours and its own corrections and tables. `heads`: the weights, a zip of
the files that `nlp.use` reads; `figures`: of how many texts, and the words that it was taught. The one
that has a `chosen_at` is in force; where none has, ours are."""

from sqlalchemy import Column, Integer, LargeBinary, Table

from storage.tables.columns import Json, Moment, metadata

models = Table(
    "models",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("heads", LargeBinary, nullable=False),
    Column("figures", Json, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("chosen_at", Moment),
)
