"""How a customer is reached besides the channels that they write from: `kind` is phone, email, wechat, post
or fax. What it says is sealed (`storage.sealing`); its `digest` finds it. Erasing empties both."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Text

from storage.tables.columns import Moment, metadata

customer_contacts = Table(
    "customer_contacts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("sealed", LargeBinary),
    Column("digest", Text, nullable=False, server_default="", index=True),
    Column("label", Text, nullable=False, server_default=""),
    Column("created_at", Moment, nullable=False),
)
