"""The history, sealed in a chain, found by who did it; complaints that ended and still have their words; the
privacy notice in its versions."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


TRIGGERS = {
    "sqlite": (
        """CREATE TRIGGER seals_unchanged BEFORE UPDATE ON seals
        BEGIN SELECT RAISE(ABORT, 'seals are append-only'); END""",
        """CREATE TRIGGER seals_kept BEFORE DELETE ON seals
        BEGIN SELECT RAISE(ABORT, 'seals are append-only'); END""",
        """CREATE TRIGGER notices_unchanged BEFORE UPDATE ON notices
        BEGIN SELECT RAISE(ABORT, 'notices are append-only'); END""",
        """CREATE TRIGGER notices_kept BEFORE DELETE ON notices
        BEGIN SELECT RAISE(ABORT, 'notices are append-only'); END""",
    ),
    "postgresql": (
        """CREATE TRIGGER seals_unchanged BEFORE UPDATE OR DELETE ON seals
        FOR EACH ROW EXECUTE FUNCTION refuse_change('seals are append-only')""",
        """CREATE TRIGGER seals_kept BEFORE TRUNCATE ON seals
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('seals are append-only')""",
        """CREATE TRIGGER notices_unchanged BEFORE UPDATE OR DELETE ON notices
        FOR EACH ROW EXECUTE FUNCTION refuse_change('notices are append-only')""",
        """CREATE TRIGGER notices_kept BEFORE TRUNCATE ON notices
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('notices are append-only')""",
    ),
}


def upgrade() -> None:
    op.create_table(
        "seals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("upto_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seals")),
        sa.UniqueConstraint("first_id", name=op.f("uq_seals_first_id")),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(
        op.f("ix_notices_version_language_id"), "notices", ["version", "language", "id"], unique=False
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)
    by_staff = sa.text("user_id is not null")
    for name, columns in (("ix_events_by_staff", ["id"]), ("ix_events_of_staff", ["user_id", "id"])):
        op.create_index(
            name, "events", columns, unique=False, sqlite_where=by_staff, postgresql_where=by_staff
        )
    told = sa.text("closed_at is not null and story <> ''")
    op.create_index(
        "ix_complaints_told",
        "complaints",
        ["closed_at", "id"],
        unique=False,
        sqlite_where=told,
        postgresql_where=told,
    )
