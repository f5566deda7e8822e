"""One customer's answers to one version of a survey (一份答卷).

`state` is begun, completed or stopped; `satisfaction_index` (0 to 100) is set when it is completed.
`channel`, `segment`, `language`, `place` and `preview` are as they were at the time. A preview counts in no
result. An `anonymous` one has no customer and, once completed, no conversation: of whoever was invited stays
only that their invitation came back. `entered_by`: the user who typed in what came on paper or by phone, with
a `note` of theirs.
"""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text, false

from storage.tables.columns import Moment, metadata

responses = Table(
    "responses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version_id", ForeignKey("survey_versions.id"), nullable=False),
    Column("conversation_id", ForeignKey("conversations.id"), index=True),
    Column("customer_id", ForeignKey("customers.id"), index=True),
    Column("channel", Text, nullable=False),
    Column("segment", Text, nullable=False, server_default=""),
    Column("invitation_id", Integer, index=True),
    Column("anonymous", Boolean, nullable=False, server_default=false()),
    Column("language", Text, nullable=False, server_default=""),
    Column("place", Text, nullable=False, server_default=""),
    Column("preview", Boolean, nullable=False, server_default=false()),
    Column("state", Text, nullable=False, server_default="begun"),
    Column("satisfaction_index", Float),
    Column("begun_at", Moment, nullable=False),
    Column("completed_at", Moment),
    Column("entered_by", Integer),
    Column("note", Text, nullable=False, server_default=""),
    Index(None, "version_id", "completed_at"),
    Index(None, "channel", "completed_at"),
    Index(None, "segment", "completed_at"),
    Index(None, "satisfaction_index", "id"),
    Index("ix_responses_counted", "version_id", "state", "preview", "invitation_id"),
    Index(None, "completed_at"),
    Index(None, "begun_at"),
)
