"""The whole analysis of a text and what it is about; what staff judge and follow up; own categories."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _widen_analyses()
    op.create_index(op.f("ix_complaints_received_at"), "complaints", ["received_at"], unique=False)
    op.create_table(
        "matters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("polarity", sa.Float(), nullable=False),
        sa.Column("start", sa.Integer(), server_default="0", nullable=False),
        sa.Column("end", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matters")),
        sa.UniqueConstraint(
            "subject_id", "subject", "category", name=op.f("uq_matters_subject_id_subject_category")
        ),
    )
    _make_what_staff_write()
    for statement in OF_NO_WORDS:
        op.execute(statement)


OF_NO_WORDS = (
    "update analyses set model = '' where subject = 'answer' and subject_id in"
    " (select id from answers where text = '' and comment = '' and reason = '')",
    "update analyses set model = '' where subject = 'complaint' and subject_id in"
    " (select id from complaints where story = '')",
)
"""Of customers who were erased: there is nothing to be read anew."""


def _widen_analyses() -> None:
    with op.batch_alter_table("analyses") as analyses:
        analyses.add_column(sa.Column("urgency", sa.Text(), server_default="routine", nullable=False))
        analyses.add_column(sa.Column("safety", sa.Boolean(), server_default=sa.false(), nullable=False))
        analyses.add_column(sa.Column("emotion", sa.Text(), server_default="", nullable=False))
        analyses.add_column(sa.Column("offensive", sa.Float(), server_default="0", nullable=False))
        analyses.add_column(sa.Column("sarcastic", sa.Boolean(), server_default=sa.false(), nullable=False))
        for name in ("categories", "evidence", "personal", "found"):
            analyses.add_column(sa.Column(name, sa.JSON(none_as_null=True), nullable=True))
        analyses.add_column(sa.Column("signature", sa.LargeBinary(), nullable=True))
        analyses.add_column(sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
        analyses.create_index(op.f("ix_analyses_model"), ["model"], unique=False)
        analyses.drop_constraint(op.f("uq_analyses_subject_subject_id"), type_="unique")
        analyses.create_unique_constraint(op.f("uq_analyses_subject_id_subject"), ["subject_id", "subject"])


def _make_what_staff_write() -> None:
    op.create_table(
        "judgements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("said", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("meant", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_judgements_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgements")),
        sa.UniqueConstraint(
            "subject", "subject_id", "field", name=op.f("uq_judgements_subject_subject_id_field")
        ),
    )
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("signal", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_follow_ups_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint(
            "subject", "subject_id", "signal", name=op.f("uq_follow_ups_subject_subject_id_signal")
        ),
    )
    op.create_index(
        "ix_follow_ups_open",
        "follow_ups",
        ["at"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(op.f("ix_follow_ups_ended_at"), "follow_ups", ["ended_at"], unique=False)
    op.create_table(
        "taxonomies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_taxonomies_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taxonomies")),
    )
