"""Tables that staff have handed in, until they are taken or dropped: customers (顾客名单) for a round, or
for none records of the kind `subject`: customers, orders, complaints, or responses/ and the key of a survey.

`state` is reading, ready, refused (nothing of it can be taken; `found` says why), taking or taken. `content`
is what was handed in, empty once it is taken: until then nothing of it is in force. `done` rows have been
read (or taken), of `total`; `found` is what was found in it: counts, and the faults by row; of what is taken,
its digest, how many rows were left out, and customers by the references that other tables have for them.
"""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Text

from storage.tables.columns import Json, Moment, metadata

imports = Table(
    "imports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", ForeignKey("rounds.id"), index=True),
    Column("user_id", ForeignKey("users.id")),
    Column("name", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False, server_default="reading"),
    Column("total", Integer, nullable=False, server_default="0"),
    Column("done", Integer, nullable=False, server_default="0"),
    Column("found", Json),
    Column("created_at", Moment, nullable=False),
    Column("touched_at", Moment, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("subject", Text, nullable=False, server_default=""),
)
