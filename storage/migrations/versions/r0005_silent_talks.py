"""Talks in which nobody has spoken are listed apart; why a round stayed below its target."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("rounds") as rounds:
        rounds.add_column(sa.Column("remedy", sa.Text(), server_default="", nullable=False))
        rounds.add_column(sa.Column("remedy_by", sa.Integer(), nullable=True))
        rounds.add_column(sa.Column("remedy_at", sa.DateTime(timezone=True), nullable=True))
        rounds.create_foreign_key(op.f("fk_rounds_remedy_by_users"), "users", ["remedy_by"], ["id"])
    op.add_column(
        "conversations", sa.Column("heard", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.execute(
        "update conversations set heard = true where held_by is not null or exists"
        " (select 1 from messages m where m.conversation_id = conversations.id and m.kind <> 'open')"
    )
    op.drop_index("ix_conversations_active_at", table_name="conversations")
    op.create_index(
        "ix_conversations_heard_active_at", "conversations", ["heard", "active_at", "id"], unique=False
    )
    op.create_index(
        "ix_conversations_held",
        "conversations",
        ["held_by"],
        unique=False,
        sqlite_where=sa.text("held_by is not null"),
        postgresql_where=sa.text("held_by is not null"),
    )
