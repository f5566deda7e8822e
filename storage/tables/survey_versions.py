"""The versions of a survey. A version that has been published never changes, and every response cites one.

`definition` is the survey as `storage.domain.survey.parse` takes it; `source` is the TOML as it was imported.
"""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from storage.tables.columns import Json, Moment, metadata

survey_versions = Table(
    "survey_versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("survey_id", ForeignKey("surveys.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("definition", Json, nullable=False),
    Column("source", Text, nullable=False, server_default=""),
    Column("digest", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="draft"),
    Column("created_at", Moment, nullable=False),
    Column("published_at", Moment),
    UniqueConstraint("survey_id", "number"),
)
