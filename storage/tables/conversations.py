"""One row a conversation: one customer on one channel.

`talk` is the state of the conversation as `bot.conversation.talk` writes it; only the bot reads it, but for
where it says how to go on when staff hand it back. `seq` numbers what was said, by the customer and to the
customer alike, and gives the transcript its order. `seen` is the last number that the customer's device has
acknowledged. `waiting_for` says why a person is wanted, since `waiting_since`. While `held_by` names a user,
a person answers and the bot only records. `newest` is the highest number that a channel which numbers its
messages has handed in; `left_at` is when the customer blocked us or closed the account: nothing is sent
until they write again. `language` is the one that the customer chose or writes in (empty: the
organisation's). `place` is where the QR code hung that they came by. `heard` is set with the first word that
is said here, or with the first member of staff who takes it up: most who are invited never say one, and the
list that staff read passes over these along an index. Who asked to be asked later is, at
`resume_at`; `reminded_at` is when who left a survey half done was reminded of it. `moved_to` is the
conversation, on another channel, in which this one goes on.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from storage.tables.columns import Moment, metadata
from storage.tables.sealed import Sealed

conversations = Table(
    "conversations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("address", Sealed, nullable=False),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("response_id", Integer),
    Column("talk", Text, nullable=False, server_default="{}"),
    Column("seq", Integer, nullable=False, server_default="0"),
    Column("seen", Integer, nullable=False, server_default="0"),
    Column("newest", BigInteger, nullable=False, server_default="0"),
    Column("left_at", Moment),
    Column("held_by", ForeignKey("users.id")),
    Column("waiting_since", Moment),
    Column("waiting_for", Text, nullable=False, server_default=""),
    Column("language", Text, nullable=False, server_default=""),
    Column("place", Text, nullable=False, server_default=""),
    Column("resume_at", Moment),
    Column("reminded_at", Moment),
    Column("moved_to", Integer),
    Column("heard", Boolean, nullable=False, server_default=false()),
    Column("preview", Boolean, nullable=False, server_default=false()),
    Column("created_at", Moment, nullable=False),
    Column("active_at", Moment, nullable=False),
    UniqueConstraint("channel", "address"),
    Index("ix_conversations_heard_active_at", "heard", "active_at", "id"),
    Index(
        "ix_conversations_held",
        "held_by",
        sqlite_where=text("held_by is not null"),
        postgresql_where=text("held_by is not null"),
    ),
    Index(
        "ix_conversations_waiting",
        "waiting_since",
        sqlite_where=text("waiting_since is not null"),
        postgresql_where=text("waiting_since is not null"),
    ),
    Index(
        "ix_conversations_resume",
        "resume_at",
        sqlite_where=text("resume_at is not null"),
        postgresql_where=text("resume_at is not null"),
    ),
)
