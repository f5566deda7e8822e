"""What staff are to follow up: a text that gave a signal (`storage.domain.rules`), once a signal.

`state` is open, done or dismissed; `note` is what the member of staff wrote who ended it. `digest` tells
whether the text is still the one that gave the signal. Of what was said without a name, `at` is the day
alone.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from storage.tables.columns import Moment, metadata

follow_ups = Table(
    "follow_ups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("subject_id", Integer, nullable=False),
    Column("signal", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="open"),
    Column("digest", BigInteger),
    Column("at", Moment, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("user_id", ForeignKey("users.id")),
    Column("ended_at", Moment),
    UniqueConstraint("subject", "subject_id", "signal"),
    Index(
        "ix_follow_ups_open",
        "at",
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
    Index(None, "ended_at"),
)
