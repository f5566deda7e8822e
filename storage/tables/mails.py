"""Mails as they came: each is kept byte by byte before anybody reads it, and once, however often it comes.

`key` is a digest (`bot.mail.identity`). `state` is waiting (to be read), taken (what it says went to the
inbox), noted (nothing is to be done about it), held (staff are to look whose it is), parked (it could not be
read) or dismissed; `reason` says why, `kind` is what `bot.mail` makes of it. `sender` is the bare
address, sealed.
`subject` and `text` stand there only while staff have to decide; `words` is a keyed digest of what it says:
it tells mails that go round. `trusted`: staff let it in. `attempts` counts who died at it.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, false, text

from storage.tables.columns import Moment, metadata
from storage.tables.sealed import Sealed

mails = Table(
    "mails",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("size", Integer, nullable=False),
    Column("sender", Sealed, nullable=False, server_default=""),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("kind", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("conversation_id", ForeignKey("conversations.id"), index=True),
    Column("subject", Text, nullable=False, server_default=""),
    Column("text", Text, nullable=False, server_default=""),
    Column("words", Text, nullable=False, server_default=""),
    Column("trusted", Boolean, nullable=False, server_default=false()),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("received_at", Moment, nullable=False),
    Column("raw", LargeBinary),  # the last: SQLite would read all of it to get at what stands behind
    Index(None, "sender", "received_at", "words"),
    Index(
        "ix_mails_open",
        "state",
        "id",
        sqlite_where=text("state in ('waiting', 'held', 'parked')"),
        postgresql_where=text("state in ('waiting', 'held', 'parked')"),
    ),
)
