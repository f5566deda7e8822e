"""What `nlp.analyse` found in a text. `subject` is answer or complaint; `model`: which version found it,
empty where the words are gone.

What staff have judged otherwise (`judgements`) stands here in place of what the model said, which is kept in
`found` by field meanwhile; `revision` grows with each judgement. `categories` are [category, polarity, start,
end], `evidence` [start, end], `personal` [kind, start, end]: positions in the text (`storage.written`), both
0 where staff name a category and no words. `signature`, of complaints alone, is what like ones are found by.
"""

from sqlalchemy import Boolean, Column, Float, Integer, LargeBinary, Table, Text, UniqueConstraint, false

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
    Column("urgency", Text, nullable=False, server_default="routine"),
    Column("safety", Boolean, nullable=False, server_default=false()),
    Column("emotion", Text, nullable=False, server_default=""),
    Column("offensive", Float, nullable=False, server_default="0"),
    Column("sarcastic", Boolean, nullable=False, server_default=false()),
    Column("keywords", Json, nullable=False),
    Column("categories", Json),
    Column("evidence", Json),
    Column("personal", Json),
    Column("signature", LargeBinary),
    Column("found", Json),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("model", Text, nullable=False, index=True),
    Column("at", Moment, nullable=False),
    UniqueConstraint("subject_id", "subject"),  # so ordered that no plan begins with all answers
)
