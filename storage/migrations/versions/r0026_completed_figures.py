"""The levels that were chosen are counted with the responses that they are of, on the day when those were
completed: a changed answer notes that day too, and what was kept before is counted anew.
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.versions.r0017_summary import SCORED, STALE, aliased, differs, makes

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

MOMENTS = "select {row}.answered_at union select completed_at from responses where id = {row}.response_id"
DAY = {"sqlite": "substr(at, 1, 10)", "postgresql": "cast(at at time zone 'UTC' as date)"}
ACTS = (("insert", ("new",)), ("delete", ("old",)), ("update", ("old", "new")))


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    for act, rows in ACTS:
        trigger = f"months_answers_{act}"
        op.execute(f"drop trigger {trigger}" + (" on answers" if dialect == "postgresql" else ""))
        if dialect == "postgresql":
            op.execute(f"drop function {trigger}()")
        what = f"update of {', '.join(SCORED)}" if act == "update" else act
        when = " when (" + " or ".join(differs(each, dialect) for each in SCORED) + ")"
        told = aliased(" union ".join(MOMENTS.format(row=row) for row in rows))
        noted = STALE.format(day=DAY[dialect], moments=told)
        on = f"after {what} on answers for each row{when if act == 'update' else ''}"
        for statement in makes(trigger, on, noted, dialect):
            op.execute(sa.text(statement))
    for table in ("response_months", "response_spans", "response_stale"):
        op.execute(sa.delete(sa.table(table)))
