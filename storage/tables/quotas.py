"""How full the quotas (配额) of a survey are: one counter for a question and the keys counted there.

`counted` is the JSON list of those, in order. `number` is that of the completed responses under it,
in whatever version of the survey, previews aside; what it may come to stands in the version that is answered.
"""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from storage.tables.columns import metadata

quotas = Table(
    "quotas",
    metadata,
    Column("survey_id", ForeignKey("surveys.id"), primary_key=True),
    Column("question", Text, primary_key=True),
    Column("counted", Text, primary_key=True),
    Column("number", Integer, nullable=False),
)
