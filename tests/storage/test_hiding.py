"""Whatever reads complaints for staff leaves out what is about who reads, or says why it need not."""

import ast
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from storage import complaints, db, hiding, users
from storage.conversations import Conversation
from storage.tables import complaints as table
from storage.tables import conversations as talks
from storage.tables import users as staff_table
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
    "selects.py": "what is found is looked through by `withheld`",
    "standing.py": "numbers for machines, of all that waits",
    "sources.py": "what is found is looked through by `withheld`",
}

VERBS = [
    *(STORAGE / "complaints").glob("*.py"),
    *(STORAGE / "exporting").glob("*.py"),
    *(STORAGE / path for path in ("alerts.py", "conversations/transcript.py", "users/alerting.py")),
]
BY_FUNCTION = {
    "adding.add": "what an owner without a name adds: the customers' door",
    "asking_after.ask": "the clock's, and what it asks goes to the customer",
    "daily._open": "the clock's: each is told what is not about them",
    "falling_due._rows": "the clock's",
    "locking.lock": "locks, and tells nothing",
    "reading._complaints": "the columns: whoever reads says which",
    "saving._standing": "of what was read by `one`",
    "staying.asked": "which of those that were found wait for a word",
    "gathering._complaints": "a customer's own, to whom their customer is shown",
    "gathering._put_by_staff": "a customer's own, to whom their customer is shown",
    "alerts._complaint": "told to those alone who are not in _concerned",
    "alerts._concerned": "who is not to be told",
    "alerts._elsewhere": "who is not to be told",
}
"""What reads complaints and does not ask who reads, and why."""


def test_each_function_that_reads_complaints_asks_who_reads_or_says_why_not() -> None:
    found = set()
    for file in VERBS:
        for node in ast.parse(file.read_text("utf-8")).body:
            names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
            reads = "select" in names and names & {"complaints", "complaint_entries"}
            if isinstance(node, ast.FunctionDef) and reads and "hiding" not in names:
                found.add(f"{file.stem}.{node.name}")
    assert found == BY_FUNCTION.keys()


def uses(file: Path, name: str) -> bool:
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    named = {node.id for node in nodes if isinstance(node, ast.Name)}
    return name in named | {node.name for node in nodes if isinstance(node, ast.alias)}


@pytest.mark.parametrize("file", READS, ids=lambda file: file.name)
def test_who_reads_complaints_leaves_out_what_is_kept_from_them(file: Path) -> None:
    if uses(file, "complaints"):
        assert uses(file, "hiding") is (file.name not in NEED_NOT), file.name


def test_what_came_where_a_colleague_is_alerted_is_theirs_alone(
    engine: Engine, talk: Conversation, staff: int
) -> None:
    with db.writing(engine) as session:
        session.execute(update(staff_table).where(staff_table.c.id == staff).values(alert_to=talk.id))
        for who, sees in ((None, True), (staff, True), (staff + 1, False)):
            hiding.read_by(session, who)
            near = select(talks.c.id).where(hiding.shown_in(session, talks.c.id))
            assert bool(session.scalars(near).all()) is sees


def test_a_session_in_which_nobody_reads_sees_everything(
    engine: Engine, talk: Conversation, staff: int
) -> None:
    with db.writing(engine) as session:
        (key,) = complaints.open_(session, [rows.complaint(talk)], NOW)
        boss = users.add(session, "boss", "主管", "manager", "correct horse", NOW)
        complaints.note(session, key, boss, "要谈", NOW)
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
        for read in (complaints.one, complaints.form):
            with pytest.raises(complaints.Unknown):
                read(session, key)
        assert complaints.entries(session, key) == []
        hiding.read_by(session, staff + 1)
        assert seen() == (True, True, True, True)
