"""The file of a customer: number, note, contacts that are no channels, orders; two files of one person.

The search finds them by name, number and note: a trigger of its own, as `r0007_search` has them.
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.versions.r0007_search import watched

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SEARCHED = ("name", "number", "note", "created_at")

PARTIAL: dict[str, tuple[list[str], str, str]] = {
    "ix_customers_others": (["kind", "id"], "kind <> 'external'", "kind <> 'external'"),
    "ix_customers_valued": (["id"], "high_value = 1", "high_value"),
    "ix_customers_merged": (["merged_into"], "merged_into is not null", "merged_into is not null"),
}


def upgrade() -> None:
    op.add_column("customers", sa.Column("number", sa.Text(), server_default="", nullable=False))
    op.add_column("customers", sa.Column("note", sa.Text(), server_default="", nullable=False))
    op.add_column("customers", sa.Column("merged_into", sa.Integer(), nullable=True))
    op.add_column("customers", sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
    op.create_index(op.f("ix_customers_name_id"), "customers", ["name", "id"], unique=False)
    op.create_index(op.f("ix_customers_number"), "customers", ["number"], unique=False)
    op.create_index(op.f("ix_customers_segment_id"), "customers", ["segment", "id"], unique=False)
    for name, (columns, here, there) in PARTIAL.items():
        op.create_index(
            name, "customers", columns, sqlite_where=sa.text(here), postgresql_where=sa.text(there)
        )
    for statement in watched("customers", SEARCHED, op.get_bind().dialect.name == "sqlite"):
        op.execute(sa.text(statement))
    op.create_table(
        "customer_contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.Text(), server_default="", nullable=False),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_customer_contacts_customer_id_customers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_contacts")),
    )
    op.create_index(
        op.f("ix_customer_contacts_customer_id"), "customer_contacts", ["customer_id"], unique=False
    )
    op.create_index(op.f("ix_customer_contacts_digest"), "customer_contacts", ["digest"], unique=False)
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("product", sa.Text(), server_default="", nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_orders_customer_id_customers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
    )
    op.create_index(op.f("ix_orders_customer_id"), "orders", ["customer_id"], unique=False)
    op.create_index(op.f("ix_orders_number"), "orders", ["number"], unique=False)
    op.create_table(
        "joinings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_joinings_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joinings")),
    )
    op.create_index(op.f("ix_joinings_kept_id"), "joinings", ["kept_id"], unique=False)
    op.create_index(op.f("ix_joinings_gone_id"), "joinings", ["gone_id"], unique=False)
