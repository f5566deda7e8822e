"""Answers on paper and on the phone, typed in by staff; and what a list of all responses is read by."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("responses", sa.Column("entered_by", sa.Integer(), nullable=True))
    op.add_column("responses", sa.Column("note", sa.Text(), server_default="", nullable=False))
    op.create_index(
        op.f("ix_responses_channel_completed_at"), "responses", ["channel", "completed_at"], unique=False
    )
    op.create_index(
        op.f("ix_responses_segment_completed_at"), "responses", ["segment", "completed_at"], unique=False
    )
    op.create_index(
        op.f("ix_responses_satisfaction_index_id"), "responses", ["satisfaction_index", "id"], unique=False
    )
    op.add_column("files", sa.Column("response_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_files_response_id"), "files", ["response_id"], unique=False)
    op.create_index(op.f("ix_asked_again_response_id"), "asked_again", ["response_id"], unique=False)
    op.create_index(
        "ix_complaints_concerns_id",
        "complaints",
        ["concerns_id"],
        unique=False,
        sqlite_where=sa.text("concerns_id is not null"),
        postgresql_where=sa.text("concerns_id is not null"),
    )
