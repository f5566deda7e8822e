"""Draws the diagrams of docs/architecture.md from the code: `python -m tests.diagrams`; a test holds them."""

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

import grimp

from bot.conversation import life
from storage import tables
from storage.domain import complaint, survey
from storage.domain.machine import LifeCycle

PAGE = Path(__file__).parents[1] / "docs" / "architecture.md"
MARKED = re.compile(r"(<!-- drawn: (\w+) -->\n).*?(<!-- /drawn -->)", re.DOTALL)

ROOMS = {
    "bot": "bot · the customers' door",
    "bot.conversation": "bot.conversation · the talk, pure",
    "bot.message": "bot.message · Inbound, Outbound, pure",
    "admin": "admin · the staff's door",
    "nlp": "nlp · understanding, pure",
    "storage": "storage · verbs",
    "storage.domain": "storage.domain · the law, pure",
    "storage.tables": "storage.tables · columns",
}
"""The rooms of the house, each without the rooms inside it."""

GROUPS = {
    "agreed": life.AGREED,
    "in_survey": life.IN_SURVEY,
    "in_complaint": life.IN_COMPLAINT,
    "at_rest": ("menu", "waiting"),
}
"""States of a talk that share moves, the largest group first."""

Move = tuple[str, str, str]  # from, trigger, to


def floors() -> str:
    """Which room imports from which, as the imports are."""
    graph = grimp.build_graph("bot", "admin", "nlp", "storage")
    found = {
        (room(one), room(other))
        for one in graph.modules
        for other in graph.find_modules_directly_imported_by(one)
    }
    boxes = [f'    {name}["{title}"]' for name, title in ROOMS.items()]
    ways = [f"    {one} --> {other}" for one, other in sorted(found) if one != other]
    return mermaid("\n".join(["flowchart TD", *boxes, *ways]))


def room(module: str) -> str:
    """The innermost room that a module stands in."""
    return max((name for name in ROOMS if module == name or module.startswith(f"{name}.")), key=len)


def life_of(cycle: LifeCycle) -> str:
    """A life cycle, as the machine draws itself."""
    return mermaid(cycle.mermaid())


def talk() -> str:
    """The life of a talk; moves that a group of states shares are drawn once, from the group."""
    moves = grouped(life.LIFE.table)
    names = [f'    state "{group}: {", ".join(states)}" as {group}' for group, states in GROUPS.items()]
    labels: dict[tuple[str, str], list[str]] = {}
    for source, trigger, target in moves:
        labels.setdefault((source, target), []).append(trigger)
    ways = [f"    {source} --> {target}: {', '.join(why)}" for (source, target), why in labels.items()]
    return mermaid("\n".join(["stateDiagram-v2", *names, f"    [*] --> {life.LIFE.initial}", *ways]))


def grouped(table: Mapping[tuple[str, str], str]) -> list[Move]:
    """The moves of the table, those that all states of a group have in common told of the group."""
    left = {(source, trigger, target) for (source, trigger), target in table.items()}
    found: list[Move] = []
    for group, states in GROUPS.items():
        for trigger, target in sorted({(trigger, target) for _, trigger, target in left}):
            shared = {(state, trigger, target) for state in states}
            if shared <= left:
                left -= shared
                found.append((group, trigger, target))
    return [*found, *sorted(left)]


def ungrouped(moves: list[Move]) -> dict[tuple[str, str], str]:
    """The table that these moves draw."""
    return {
        (state, trigger): target
        for source, trigger, target in moves
        for state in GROUPS.get(source, (source,))
    }


def relations() -> str:
    """What refers to what: one, or at most one where the column may be empty, to many."""
    found = {
        (key.column.table.name, "|o" if key.parent.nullable else "||", table.name)
        for table in sorted_tables()
        for key in table.foreign_keys
    }
    ways = [f'    {one} {sign}--o{{ {many} : ""' for one, sign, many in sorted(found)]
    return mermaid("\n".join(["erDiagram", *ways]))


def records() -> str:
    """What stands in each table, in the first words of its file."""
    rows = [f"| `{table.name}` | {purpose(table.name)} |" for table in sorted_tables()]
    return "\n".join(["| table | what it holds |", "| --- | --- |", *rows]) + "\n"


def sorted_tables() -> list:
    return sorted(tables.metadata.tables.values(), key=lambda table: table.name)


def purpose(table: str) -> str:
    """The first sentence of the file of this table."""
    told = import_module(f"storage.tables.{table}").__doc__ or ""
    return " ".join(re.split(r"(?<=\.)\s", told.strip(), maxsplit=1)[0].split())


def mermaid(drawn: str) -> str:
    """A diagram as the docs hold it."""
    return f"```mermaid\n{drawn.rstrip()}\n```\n"


DRAWN = {
    "floors": floors,
    "talk": talk,
    "survey": lambda: life_of(survey.LIFE),
    "complaint": lambda: life_of(complaint.LIFE),
    "relations": relations,
    "records": records,
}


def redrawn(page: str) -> str:
    """The page with every diagram as the code has it now."""
    return MARKED.sub(lambda found: f"{found[1]}{DRAWN[found[2]]()}{found[3]}", page)


def names(page: str) -> Iterator[str]:
    """The diagrams that a page has a place for."""
    return (found[2] for found in MARKED.finditer(page))


if __name__ == "__main__":
    PAGE.write_text(redrawn(PAGE.read_text("utf-8")), "utf-8")
