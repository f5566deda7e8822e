"""Every text that the code, the templates and the pages' scripts ask for is there."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import definitions
from storage.domain.locale import leaves

ROOT = Path(__file__).parent.parent
TEXTS = {"texts", "_texts", "spoken", "say"}
"""Names under which code calls the texts, with a whole key."""
TURN = {"say", "ask_after"}
"""Methods of a turn, with a key of the section `chat`."""
FIELDS = {"fields", "week"}
"""Names of definitions being read, which have texts of their own."""
KNOWN = frozenset(
    key for key, _ in leaves(tomllib.loads((definitions.DATA / "locales" / "zh-CN.toml").read_text("utf-8")))
)

Use = tuple[str, str]
"""(where, the key as a regular expression)"""


def in_python() -> Iterator[Use]:
    for folder in ("bot", "admin", "storage"):
        for file in (ROOT / folder).rglob("*.py"):
            nodes = ast.walk(ast.parse(file.read_text("utf-8")))
            for call in (each for each in nodes if isinstance(each, ast.Call) and each.args):
                section, key = section_of(call.func), pattern_of(call.args[0])
                if section is not None and key:
                    yield f"{file.relative_to(ROOT)}:{call.lineno}", section + key


def section_of(called: ast.expr) -> str | None:
    """The section that the key of this call belongs to; None where it is no call for a text."""
    if isinstance(called, ast.Attribute) and called.attr in TURN:
        return r"chat\." if isinstance(called.value, ast.Name) and called.value.id == "turn" else None
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id in FIELDS:
        return None
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return "" if name in TEXTS else None


def pattern_of(key: ast.expr) -> str:
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        return re.escape(key.value)
    if isinstance(key, ast.JoinedStr):
        return "".join(pattern_of(each) or ".+" for each in key.values)
    return ""


TEMPLATE = re.compile(r"""\b(?:t|empty)\(\s*(["'])([\w.]+)\1\s*(~)?""")
SCRIPT = re.compile(r"""\bt\(\s*(["'])([\w.]+)\1\s*(\+)?""")


def in_templates() -> Iterator[Use]:
    for file in (ROOT / "admin" / "templates").rglob("*.html"):
        for _, key, more in TEMPLATE.findall(file.read_text("utf-8")):
            yield str(file.relative_to(ROOT)), re.escape(key) + (".+" if more else r"(\.title)?")


def in_scripts() -> Iterator[Use]:
    for file in (ROOT / "bot" / "web").glob("*.js"):
        section = "widget" if file.name.startswith("widget") else "web"
        for _, key, more in SCRIPT.findall(file.read_text("utf-8")):
            yield str(file.relative_to(ROOT)), rf"{section}\.{re.escape(key)}{'.+' if more else ''}"


@pytest.mark.parametrize("uses", [in_python, in_templates, in_scripts])
def test_every_text_asked_for_is_there(uses) -> None:  # type: ignore[no-untyped-def]
    asked = list(uses())
    assert len(asked) > 20
    missing = [(where, key) for where, key in asked if not any(re.fullmatch(key, each) for each in KNOWN)]
    assert not missing
