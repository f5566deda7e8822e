"""Indexes along which the lists of a million rows are read and counted."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

REMINDED = sa.text("reminded_at is not null")


def upgrade() -> None:
    op.create_index("ix_responses_counted", "responses", ["version_id", "state", "preview", "invitation_id"])
    op.create_index(op.f("ix_requests_state_done_at"), "requests", ["state", "done_at"])
    op.create_index(op.f("ix_invitations_round_id_id"), "invitations", ["round_id", "id"])
    op.create_index(
        "ix_invitations_reminded",
        "invitations",
        ["round_id"],
        sqlite_where=REMINDED,
        postgresql_where=REMINDED,
    )
