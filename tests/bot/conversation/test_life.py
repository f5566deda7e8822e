"""The life of a talk."""

import ast
from pathlib import Path

import bot.conversation as package
from bot.conversation.life import LIFE
from bot.conversation.prompts import PROMPTS
from bot.conversation.states import STATES

FOLDER = Path(package.__file__).parent


def triggers_pulled() -> set[str]:
    """Every trigger that the code of the conversation names, read from its source."""
    calls = (
        node
        for file in FOLDER.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "move"
    )
    return {
        name.value
        for call in calls
        for name in ast.walk(call.args[0])
        if isinstance(name, ast.Constant) and isinstance(name.value, str)
    }


def test_the_code_pulls_the_triggers_of_the_table_and_no_others() -> None:
    assert triggers_pulled() == {trigger for _, trigger in LIFE.table}


def test_every_state_can_be_reached_and_left() -> None:
    reached, edge = set(), {LIFE.initial}
    while edge:
        reached |= edge
        edge = {to for (source, _), to in LIFE.table.items() if source in reached} - reached
    assert reached == set(LIFE.states)
    assert all(LIFE.triggers(state) for state in LIFE.states)


def test_every_state_has_something_open_and_someone_who_listens() -> None:
    assert set(PROMPTS) == set(LIFE.states)
    assert set(STATES) == set(LIFE.states) - {LIFE.initial}


def test_the_diagram_shows_every_move() -> None:
    diagram = LIFE.mermaid()
    assert all(f"{source} --> {to}: {trigger}" in diagram for (source, trigger), to in LIFE.table.items())
