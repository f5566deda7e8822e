"""What was asked again; which answers staff have corrected, and who it was."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asked_again",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("guess", sa.JSON()),
        sa.Column("because", sa.JSON()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_asked_again_response_id_responses")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_again")),
    )
    op.create_index(op.f("ix_asked_again_at"), "asked_again", ["at"])
    op.add_column("answers", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("changes", sa.Column("user_id", sa.Integer()))
    op.create_index(op.f("ix_changes_at"), "changes", ["at"])
