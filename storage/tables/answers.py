"""One answer to one question (一个回答), as understood and as written.

`value` is what was understood, `label` how the question shows it, `score` 0 to 100 where the question has
one, `text` the customer's words, `comment` what they said beside the value, `reason` what they said when
asked why, `because` the words the reading rests on, `missing` why there is no value (none, unknown, refused,
skipped …; unanswered: staff found no answer in it). `seq` is the message it came with. `revision` counts how
often it was changed. `about` names the product that a question of a repeated section was asked of.
"""

from sqlalchemy import Column, Float, ForeignKey, Integer, Table, Text, UniqueConstraint

from storage.tables.columns import Json, Moment, metadata

answers = Table(
    "answers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("response_id", ForeignKey("responses.id"), nullable=False),
    Column("question", Text, nullable=False),
    Column("about", Text, nullable=False, server_default=""),
    Column("kind", Text, nullable=False),
    Column("value", Json),
    Column("label", Text, nullable=False, server_default=""),
    Column("score", Float),
    Column("text", Text, nullable=False, server_default=""),
    Column("comment", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("because", Json),
    Column("missing", Text, nullable=False, server_default=""),
    Column("seq", Integer, nullable=False, server_default="0"),
    Column("answered_at", Moment, nullable=False, index=True),
    Column("revision", Integer, nullable=False, server_default="0"),
    UniqueConstraint("response_id", "question"),
)
