"""Staff who may sign in. `role` is one of `storage.users.ROLES`, `department` the name of theirs; `sees` is
all, or own: the complaints of that department and of those in `memberships`. `alert_to` is the conversation
in which they are told what is due or cannot wait. `totp` is the sealed key of the second factor, in force
since `totp_at`, `totp_step` the last step of it that was used (RFC 6238 5.2). `mail_barred`: their mail
address binds no account of the organisation's."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, Table, Text, false, true

from storage.tables.columns import Moment, metadata

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("department", Text, nullable=False, server_default=""),
    Column("alert_to", Integer),
    Column("totp", LargeBinary),
    Column("totp_step", BigInteger),
    Column("totp_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("sees", Text, nullable=False, server_default="all"),
    Column("mail_barred", Boolean, nullable=False, server_default=false()),
)
