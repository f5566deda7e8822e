"""How far each folder of a mailbox has been fetched: `uid` is the highest that is kept, under its `validity`
(RFC 9051, 2.3.1.1); `at` is when it was last looked into."""

from sqlalchemy import BigInteger, Column, Table, Text

from storage.tables.columns import Moment, metadata

mail_folders = Table(
    "mail_folders",
    metadata,
    Column("name", Text, primary_key=True),
    Column("validity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
)
