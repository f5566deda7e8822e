"""The whole record of a complaint, what of it was changed in which revision, and what belongs together.

Columns are only added: rebuilding the table would lose the search's trigger on it (`r0007_search`).
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WORDS = (
    *("complainant", "contact", "representative", "model", "part", "batch", "location", "effect"),
    *("immediate_action", "department", "severity", "complexity", "impact", "compensation"),
    *("outcome", "referred_to"),
)
FLAGS = ("recurrent", "safety", "act_now", "can_act_now")


def upgrade() -> None:
    added: list[sa.Column[Any]] = [
        sa.Column("kind", sa.Text(), server_default="complaint", nullable=False),
        *(sa.Column(name, sa.Text(), server_default="", nullable=False) for name in WORDS),
        *(sa.Column(name, sa.Float(), nullable=True) for name in ("quantity", "quantity_defective")),
        sa.Column("happened_on", sa.Date(), nullable=True),
        *(sa.Column(name, sa.Boolean(), nullable=True) for name in FLAGS),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("owner_id", "merged_into")),
    ]
    for column in added:
        op.add_column("complaints", column)
    op.add_column("changes", sa.Column("revision", sa.Integer(), nullable=True))
    op.create_table(
        "complaint_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["one_id"], ["complaints.id"], name=op.f("fk_complaint_links_one_id_complaints")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["complaints.id"], name=op.f("fk_complaint_links_other_id_complaints")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_links")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_complaint_links_one_id_other_id")),
    )
    op.create_index(op.f("ix_complaint_links_other_id"), "complaint_links", ["other_id"], unique=False)
