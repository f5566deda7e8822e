"""The index of the search, and the triggers by which no word that has changed or gone stays in it.

They are triggers because words go at many places (erasing, withdrawing, unlinking, correcting), and whoever
adds another must not have to think of the search. They write nothing when a row is new: the worker finds
those by itself. A later migration that rebuilds one of these tables on SQLite has to make its trigger anew
(`watch`).
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WATCHED = {
    "answers": ("text", "comment", "reason", "answered_at"),
    "complaints": ("number", "story", "product", "order_number", "occurred", "remedy", "received_at"),
    "complaint_entries": ("text", "at"),
    "messages": ("text", "state", "received_at"),
    "outbox": ("payload", "created_at"),
    "files": ("name", "state", "received_at"),
}
"""Table -> the columns of what is searched there, and the time, blunted where a name is not told."""


def upgrade() -> None:
    op.create_table(
        "search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search")),
        sa.UniqueConstraint("kind", "row_id", name=op.f("uq_search_kind_row_id")),
    )
    op.create_table(
        "search_marks",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_search_marks")),
    )
    op.create_table(
        "search_stale",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("kind", "row_id", name=op.f("pk_search_stale")),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in ON_SQLITE if sqlite else ON_POSTGRESQL:
        op.execute(sa.text(statement))
    for name in WATCHED:
        watch(name, sqlite)


ON_SQLITE = ("create virtual table search_words using fts5 (words, tokenize = 'ascii', detail = 'none')",)

ON_POSTGRESQL = (
    "create table search_words"
    " (id integer primary key references search on delete cascade, words tsvector not null)",
    "create index ix_search_words_words on search_words using gin (words)",
    """create function search_changed() returns trigger language plpgsql as $$ begin
         delete from search where kind = tg_table_name and row_id = old.id;
         insert into search_stale (kind, row_id) values (tg_table_name, old.id) on conflict do nothing;
         return null;
       end $$""",
)


def watch(name: str, sqlite: bool, *more: str) -> None:
    """Take a row of this table out of the index when what is searched of it changes, in these `more` columns
    too."""
    for statement in watched(name, (*WATCHED[name], *more), sqlite):
        op.execute(sa.text(statement))


def watched(name: str, columns: tuple[str, ...], sqlite: bool) -> list[str]:
    """What makes the trigger on these columns."""
    of = f"create trigger search_{name} after update of {', '.join(columns)} on {name}"
    if not sqlite:
        return [f"{of} for each row execute function search_changed()"]
    mine = f"search where kind = '{name}' and row_id = old.id"
    known = f"(select 1 from search_stale where kind = '{name}' and row_id = old.id)"  # noqa: S608
    does = (
        f"delete from search_words where rowid in (select id from {mine})",  # noqa: S608
        f"delete from {mine}",  # noqa: S608
        f"insert into search_stale (kind, row_id) select '{name}', old.id where not exists {known}",
    )
    return [f"{of} begin {'; '.join(does)}; end"]
