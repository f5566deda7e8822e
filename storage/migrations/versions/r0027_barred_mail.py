"""Whose account of the organisation's an administrator has unlinked is bound by mail no more."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("mail_barred", sa.Boolean(), server_default=sa.false(), nullable=False))
