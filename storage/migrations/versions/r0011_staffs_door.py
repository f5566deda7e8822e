"""What the staff's door needs of a complaint: departments, reminders, visits, phrases, rulings, months.

One index of complaints holds all that the queue counts by, and the search finds more of their record. Columns
are only added, but for `files`, which may belong to a complaint instead of a conversation: that table is
rebuilt on SQLite, and the search's trigger on it made anew (`r0007_search`).
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.versions.r0007_search import watch

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SEARCHED = (
    *("complainant", "contact", "representative", "model", "part", "batch", "location", "effect"),
    "immediate_action",
)
"""What else of a complaint's record is found from now on."""

INDEXES = {
    "ix_complaints_state_due_at": ["state", "due_at", "preview", "concerns_id", "owner_id"],
    "ix_complaints_department_received_at": ["department", "received_at"],
    "ix_complaints_owner_id_received_at": ["owner_id", "received_at"],
}


def upgrade() -> None:
    op.create_table(
        "complaint_months",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_months")),
        sa.UniqueConstraint("month", "part", "key", name=op.f("uq_complaint_months_month_part_key")),
    )
    op.create_table(
        "departments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
        sa.UniqueConstraint("name", name=op.f("uq_departments_name")),
    )
    op.create_table(
        "phrases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrases")),
        sa.UniqueConstraint("title", name=op.f("uq_phrases_title")),
    )
    op.create_table(
        "rulings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_rulings_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulings")),
    )
    op.create_index(op.f("ix_rulings_kind_id"), "rulings", ["kind", "id"], unique=False)

    op.create_table(
        "complaint_reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name=op.f("fk_complaint_reminders_complaint_id_complaints")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_reminders")),
        sa.UniqueConstraint("complaint_id", "key", name=op.f("uq_complaint_reminders_complaint_id_key")),
    )
    op.create_table(
        "viewings",
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name=op.f("fk_viewings_complaint_id_complaints")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_viewings_user_id_users")),
        sa.PrimaryKeyConstraint("complaint_id", "user_id", name=op.f("pk_viewings")),
    )
    op.create_table(
        "visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=True),
        sa.Column("person_met", sa.Text(), server_default="", nullable=False),
        sa.Column("matters", sa.Text(), server_default="", nullable=False),
        sa.Column("conclusions", sa.Text(), server_default="", nullable=False),
        sa.Column("follow_up", sa.Text(), server_default="", nullable=False),
        sa.Column("competitors", sa.Text(), server_default="", nullable=False),
        sa.Column("prices", sa.Text(), server_default="", nullable=False),
        sa.Column("habits", sa.Text(), server_default="", nullable=False),
        sa.Column("staff_changes", sa.Text(), server_default="", nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name=op.f("fk_visits_complaint_id_complaints")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_visits_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_visits_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    op.create_index(op.f("ix_visits_at"), "visits", ["at"], unique=False)
    op.create_index(op.f("ix_visits_complaint_id"), "visits", ["complaint_id"], unique=False)
    op.create_index(op.f("ix_visits_customer_id"), "visits", ["customer_id"], unique=False)

    op.add_column("complaints", sa.Column("concerns_id", sa.Integer(), nullable=True))
    op.add_column("complaints", sa.Column("first_answered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("complaints", sa.Column("look_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("complaints", sa.Column("ask_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("complaints", sa.Column("stayed", sa.Boolean(), nullable=True))
    op.add_column("complaints", sa.Column("handling", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_complaints_ask_at"), "complaints", ["ask_at"], unique=False)
    op.create_index(op.f("ix_complaints_look_at"), "complaints", ["look_at"], unique=False)

    with op.batch_alter_table("files") as batch_op:
        batch_op.add_column(sa.Column("complaint_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("user_id", sa.Integer(), nullable=True))
        batch_op.alter_column("conversation_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(batch_op.f("ix_files_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_files_complaint_id_complaints"), "complaints", ["complaint_id"], ["id"]
        )

    op.add_column("users", sa.Column("department", sa.Text(), server_default="", nullable=False))
    op.add_column("users", sa.Column("alert_to", sa.Integer(), nullable=True))
    sqlite = op.get_bind().dialect.name == "sqlite"
    if sqlite:
        watch("files", sqlite)
    op.execute(sa.text("drop trigger search_complaints" + ("" if sqlite else " on complaints")))
    watch("complaints", sqlite, *SEARCHED)
    op.drop_index("ix_complaints_state_due_at", "complaints")
    for name, columns in INDEXES.items():
        op.create_index(name, "complaints", columns)
    op.execute(sa.text("update complaints set first_answered_at = answered_at"))
    op.execute(sa.text("update complaints set look_at = received_at where closed_at is null"))
