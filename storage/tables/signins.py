"""Browsers that were sent to the organisation's sign-in service and have not come back. Only a digest is
kept, of the cookie and the session. `kind` is enter, or prove or link for `user_id`; `back` is the page of
ours to go on to."""

from sqlalchemy import Column, ForeignKey, Table, Text

from storage.tables.columns import Moment, metadata

signins = Table(
    "signins",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("user_id", ForeignKey("users.id")),
    Column("back", Text, nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)
