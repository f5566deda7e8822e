"""What staff say a text means (`field`: polarity, categories, urgency), where the model said otherwise.

`said` is what the model (`model`: which version) had found when it was first judged, `meant` what staff say.
`digest` tells whether the text is still the one that was judged.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from storage.tables.columns import Json, Moment, metadata

judgements = Table(
    "judgements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("subject_id", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("said", Json, nullable=False),
    Column("meant", Json, nullable=False),
    Column("model", Text, nullable=False),
    Column("digest", BigInteger, nullable=False),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("subject", "subject_id", "field"),
)
