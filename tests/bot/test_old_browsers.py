"""What the chat's page is written in: nothing that Chromium 69 or Safari 12 can't read, as in WeChat."""

import re
from pathlib import Path

import pytest

WEB = Path("bot/web")
SCRIPTS = sorted(WEB.glob("*.js"))
STYLES = sorted(WEB.glob("*.css"))

NEWER = {
    "optional chaining (80)": r"\?\.(?![0-9])",
    "nullish (80)": r"\?\?",
    "logical assignment (85)": r"(\|\||&&)=",
    "private or static members (74, 84)": r"[\s;{]#\w|\bstatic\s",
    "numeric separators (75)": r"\b\d+_\d",
    "bigint": r"\b\d+n\b",
    "top-level await, dynamic import": r"^await\b|\bimport\(",
    "lookbehind": r"\(\?<[=!]",
    "named groups": r"\(\?<\w",
    "newer methods": r"\.(replaceAll|matchAll|allSettled|any|fromEntries|hasOwn|at|findLast|replaceChildren"
    r"|randomUUID|toSorted|showPicker|requestSubmit)\(",
    "newer names": r"\b(structuredClone|globalThis|queueMicrotask|ResizeObserver|BroadcastChannel)\b",
    "an omitted catch binding is as old as 66, but Safari 11.1": r"catch\s*\{",
}
NEWER_STYLES = {
    "newer selectors": r":(is|where|has)\(",
    "gap where it is no grid's": r"(?<!grid-)\bgap:",
    "inset": r"[\s;{]inset:",
    "aspect-ratio": r"aspect-ratio:",
    "nesting": r"[{;]\s*&",
    "layers, containers, properties": r"@(layer|container|property)",
    "newer colours": r"\b(oklch|color-mix|light-dark)\(",
}


def code(file: Path) -> str:
    """The file without its comments and texts."""
    text = re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"(?m)//.*$|\"[^\"\n]*\"", '""', text)


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
@pytest.mark.parametrize("what", NEWER)
def test_a_script_is_as_old_as_the_browsers(file, what):
    assert not re.search(NEWER[what], code(file), re.MULTILINE)


@pytest.mark.parametrize("file", STYLES, ids=lambda file: file.name)
@pytest.mark.parametrize("what", NEWER_STYLES)
def test_a_style_is_as_old_as_the_browsers(file, what):
    assert not re.search(NEWER_STYLES[what], code(file))


@pytest.mark.parametrize(
    "newer", ["a?.b", "a ?? b", "x.at(-1)", "x.replaceAll(1, 2)", "class A { #b }", "await x"]
)
def test_what_is_newer_is_found(newer):
    assert any(re.search(pattern, newer, re.MULTILINE) for pattern in NEWER.values())
