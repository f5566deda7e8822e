"""Rounds (调查轮次): one survey, the customers invited to it, the day by which answers count (B8, B9).

`state`: `storage.domain.invitation.ROUND`. Invitations go out in waves of `wave_size` (0: all at once), one
every `wave_minutes`, from `starts_at` on. `target` is the return rate aimed at, in percent.
`remind`: who has not begun some days before that is over is reminded, once.
`remedy`: what was done about a missed target, or why it was; by whom and when.
"""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, Table, Text, false, true

from storage.tables.columns import Moment, metadata

rounds = Table(
    "rounds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("survey_id", ForeignKey("surveys.id"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("anonymous", Boolean, nullable=False, server_default=false()),
    Column("state", Text, nullable=False, server_default="draft"),
    Column("target", Float),
    Column("return_by", Moment, nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("wave_size", Integer, nullable=False, server_default="0"),
    Column("wave_minutes", Integer, nullable=False, server_default="0"),
    Column("remind", Boolean, nullable=False, server_default=true()),
    Column("remedy", Text, nullable=False, server_default=""),
    Column("remedy_by", ForeignKey("users.id")),
    Column("remedy_at", Moment),
    Column("created_by", ForeignKey("users.id")),
    Column("created_at", Moment, nullable=False),
)
