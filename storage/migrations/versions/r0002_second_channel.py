"""What a second channel and several processes need: who has left, what is awaited, who holds which lease."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("newest", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("conversations", sa.Column("left_at", sa.DateTime(timezone=True)))
    op.add_column("files", sa.Column("state", sa.Text(), nullable=False, server_default="kept"))
    op.add_column("files", sa.Column("remote", sa.Text(), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("tried_at", sa.DateTime(timezone=True)))
    op.add_column("outbox", sa.Column("holder", sa.Text(), nullable=False, server_default=""))
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["channel", "due_at", "id"],
        sqlite_where=sa.text("state in ('waiting', 'sending')"),
        postgresql_where=sa.text("state in ('waiting', 'sending')"),
    )
    op.create_index("ix_responses_begun_at", "responses", ["begun_at"])
    op.create_index("ix_complaints_state_received_at", "complaints", ["state", "received_at"])
    op.drop_index("ix_complaints_received_at", "complaints")
    op.add_column("jobs", sa.Column("tried_at", sa.DateTime(timezone=True)))
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "heartbeats",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_heartbeats")),
    )
