"""What the customer said to a question without being understood: it was asked again.

`guess` is the value offered for confirmation, if there was one; `because` the words that it rests on. Both
hold pieces of what they wrote, a phone number even: erasing empties them. The whole is not copied: it is
their message `seq` in the conversation of the response.
"""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from storage.tables.columns import Json, Moment, metadata

asked_again = Table(
    "asked_again",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("response_id", ForeignKey("responses.id"), nullable=False, index=True),
    Column("question", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("guess", Json),
    Column("because", Json),
    Column("at", Moment, nullable=False, index=True),
)
