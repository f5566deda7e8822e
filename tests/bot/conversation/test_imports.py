"""No module of the conversation needs another one to be imported before it: whoever is imported first finds
all that it stands on."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import bot.conversation as top

_ROOT = Path(top.__file__).parents[2]
_FILES = {
    ".".join(path.relative_to(_ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in Path(top.__file__).parent.rglob("*.py")
}
"""Module -> its file."""


def _imported(path: Path) -> set[str]:
    """The modules of the conversation that a module names at its top."""
    found = set()
    for each in ast.parse(path.read_text("utf-8")).body:
        if isinstance(each, ast.ImportFrom) and each.module:
            names = {f"{each.module}.{name.name}" for name in each.names}
            found |= {name if name in _FILES else each.module for name in names}
        elif isinstance(each, ast.Import):
            found |= {name.name for name in each.names}
    return {name for name in found if name in _FILES and name != top.__name__}


def _unit(module: str) -> str:
    """The module, or the package that it is a part of: that is imported before it."""
    return ".".join(module.split(".")[:3])


def test_there_is_no_circle() -> None:
    imports = {module: _imported(path) for module, path in _FILES.items()}
    units: dict[str, set[str]] = {}
    for module, found in imports.items():
        others = {_unit(each) for each in found} - {_unit(module)}
        units.setdefault(_unit(module), set()).update(others)
    for graph in (units, imports):
        assert list(TopologicalSorter(graph).static_order())  # CycleError names the circle
