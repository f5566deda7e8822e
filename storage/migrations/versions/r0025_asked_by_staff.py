"""What is asked for by phone, on paper or in person: where it is answered in no conversation, how it came,
and how it was made sure whose it is."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("requests") as requests:
        requests.alter_column("conversation_id", existing_type=sa.Integer(), nullable=True)
        requests.add_column(sa.Column("channel", sa.Text(), server_default="", nullable=False))
        requests.add_column(sa.Column("identified", sa.Text(), server_default="", nullable=False))
