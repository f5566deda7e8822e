"""Figures of responses by day and month, kept; the triggers that note what has changed of them; who wants the
weekly summary.

They are triggers because answers change at many places (correcting, amending, erasing, unlinking, reading
anew), and whoever adds another must not have to think of the figures. Of what is not over yet they write
nothing. A later migration that rebuilds one of these tables on SQLite has to make its triggers anew
(`watch`).
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "response_months",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_months")),
        sa.UniqueConstraint(
            *("month", "day", "version_id", "channel", "segment"),
            name=op.f("uq_response_months_month_day_version_id_channel_segment"),
        ),
    )
    op.create_table(
        "response_spans",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", MOMENT, nullable=False),
        sa.Column("end", MOMENT, nullable=False),
        sa.Column("freed_at", MOMENT, nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("month", "day", name=op.f("pk_response_spans")),
    )
    op.create_index(op.f("ix_response_spans_end"), "response_spans", ["end"], unique=False)
    op.create_table(
        "response_stale",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_stale")),
    )
    op.create_index(op.f("ix_response_stale_day"), "response_stale", ["day"], unique=False)
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("sent_for", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_subscriptions_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("user_id", "report", name=op.f("uq_subscriptions_user_id_report")),
    )
    for name in WATCHED:
        watch(name)


ANSWER, OF_TEXT = "select {row}.answered_at", "select answered_at from answers where id = {row}.subject_id"
RESPONSE = "select {row}.begun_at union select {row}.completed_at"
ALL_OF_IT = f"{RESPONSE} union select answered_at from answers where response_id = {{row}}.id"  # noqa: S608

TEXT = "{row}.subject = 'answer'"
COUNTED = ("state", "satisfaction_index", "begun_at", "completed_at")
GROUPED = ("version_id", "channel", "segment", "preview", "anonymous", "conversation_id")
SCORED = ("response_id", "question", "kind", "label", "score", "answered_at")
READ, ABOUT = ("subject", "subject_id", "polarity"), ("subject", "subject_id", "category", "polarity")

EARLY = {
    "answers": "{row}.answered_at",
    "responses": "{row}.begun_at, {row}.completed_at",
}
"""Table -> the moments that are looked at first, where the customers' talks write."""

WATCHED = {
    "answers": ((SCORED, ANSWER, ""),),
    "responses": ((COUNTED, RESPONSE, ""), (GROUPED, ALL_OF_IT, "")),
    "analyses": ((READ, OF_TEXT, TEXT),),
    "matters": ((ABOUT, OF_TEXT, TEXT),),
}
"""Table -> what is counted of a row: these columns, at these moments, of which rows."""

STALE = (
    "insert into response_stale (day) select distinct {day} from ({moments}) as told"
    ' where at < (select max("end") from response_spans)'
    " and not exists (select 1 from response_stale where day = {day})"
)
DAY = {"sqlite": "substr(at, 1, 10)", "postgresql": "cast(at at time zone 'UTC' as date)"}


def watch(name: str) -> None:
    """Note what changes in this table of what is counted."""
    for statement in watched(name, op.get_bind().dialect.name):
        op.execute(sa.text(statement))


def watched(name: str, dialect: str) -> list[str]:
    """What makes the triggers on this table."""
    made = []
    for number, (columns, moments, which) in enumerate(WATCHED[name]):
        for act, rows in (("insert", ["new"]), ("delete", ["old"]), ("update", ["old", "new"])):
            if number and act != "update":
                continue
            what = f"update of {', '.join(columns)}" if act == "update" else act
            told = " union ".join(moments.format(row=row) for row in rows)
            noted = STALE.format(day=DAY[dialect], moments=aliased(told))
            fits = [f"({' or '.join(which.format(row=row) for row in rows)})"] if which else []
            if act == "update":
                fits.append(f"({' or '.join(differs(each, dialect) for each in columns)})")
            if dialect == "postgresql" and name in EARLY:
                fits.append(long_ago(", ".join(EARLY[name].format(row=row) for row in rows)))
            trigger = f"months_{name}_{act}{number or ''}"
            when = f" when ({' and '.join(fits)})" if fits else ""
            made += makes(trigger, f"after {what} on {name} for each row{when}", noted, dialect)
    return made


def aliased(moments: str) -> str:
    """The first column of the first part names them all."""
    first, _, rest = moments.partition(".begun_at")
    if rest:
        return f"{first}.begun_at as at{rest}"
    return moments.replace("answered_at", "answered_at as at", 1)


def long_ago(moments: str) -> str:
    """What has just been belongs to no day that is kept: to see that costs a function call less."""
    return f"(least({moments}) < now() - interval '5 minutes')"


def differs(column: str, dialect: str) -> str:
    """Whether it has changed, NULL being a value like others."""
    return f"old.{column} {'is not' if dialect == 'sqlite' else 'is distinct from'} new.{column}"


def makes(trigger: str, when: str, does: str, dialect: str) -> list[str]:
    """The statements that make it."""
    if dialect == "sqlite":
        return [f"create trigger {trigger} {when} begin {does}; end"]
    body = f"begin {does}; return null; end"
    return [
        f"create function {trigger}() returns trigger language plpgsql as $$ {body} $$",
        f"create trigger {trigger} {when} execute function {trigger}()",
    ]
