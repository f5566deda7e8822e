"""Whatever reads complaints for staff leaves out what is about who reads, or says why it need not."""

import ast
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from storage import complaints, db, hiding, users
from storage.conversations import Conversation
from storage.tables import complaints as table
from storage.tables import conversations as talks
from tests.storage import rows
from tests.storage.conftest import NOW

STORAGE = Path(hiding.__file__).parent
READS = [
    *(STORAGE / "queries").glob("*.py"),
    *(STORAGE / "search").glob("*.py"),
    *(STORAGE / f"{name}.py" for name in ("attaching", "files", "messages", "requests", "visits", "written")),
]
NEED_NOT = {
    "texts.py": "conditions alone: whoever shows words asks for them with `hiding`",
    "complaint_columns.py": "columns to count by: figures tell nobody's words",
    "selects.py": "what is found is looked through by `withheld`",
    "sources.py": "what is found is looked through by `withheld`",
}


def uses(file: Path, name: str) -> bool:
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    named = {node.id for node in nodes if isinstance(node, ast.Name)}
    return name in named | {node.name for node in nodes if isinstance(node, ast.alias)}


@pytest.mark.parametrize("file", READS, ids=lambda file: file.name)
def test_who_reads_complaints_leaves_out_what_is_kept_from_them(file: Path) -> None:
    if uses(file, "complaints"):
        assert uses(file, "hiding") is (file.name not in NEED_NOT), file.name


def test_a_session_in_which_nobody_reads_sees_everything(
    engine: Engine, talk: Conversation, staff: int
) -> None:
    with db.writing(engine) as session:
        (key,) = complaints.open_(session, [rows.complaint(talk)], NOW)
        boss = users.add(session, "boss", "主管", "manager", "correct horse", NOW)
        complaints.concern(session, key, staff, boss, NOW)

        def seen() -> tuple[bool, bool, bool, bool]:
            own = select(table.c.id).where(hiding.shown(session), hiding.shown_as(session, table.c.id))
            near = select(talks.c.id).where(hiding.shown_in(session, talks.c.id))
            there = hiding.seen(session, talk.id)
            known = bool(complaints.of_customer(session, [talk.customer_id]))
            return bool(session.scalars(own).all()), bool(session.scalars(near).all()), there, known

        assert seen() == (True, True, True, True)
        hiding.read_by(session, staff)
        assert seen() == (False, False, False, False)
        with pytest.raises(complaints.Unknown):
            complaints.one(session, key)
        hiding.read_by(session, staff + 1)
        assert seen() == (True, True, True, True)
