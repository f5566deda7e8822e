"""The components are one family: shown on one page, defined in one place; no page uses a class of none."""

import re
from pathlib import Path

import pytest

import admin
from admin.pages import components

FOLDER = Path(admin.__file__).parent
STATIC, TEMPLATES = FOLDER / "static", FOLDER / "templates"

HOOKS = {
    *("categories", "check", "customers", "link", "pager", "place", "take", "try-steps", "undo", "whose"),
    *("with-script", "how", "say", "poster", "parked-one"),
}
"""Classes that look like nothing: scripts and tests find things by them; the poster's stand in itself."""

INNER = {"alone", "brand", "command", "guided", "try", "jumps", "thumbnail", "halves", "back", "menu"}
"""Of `components.css`, what is seen on the pages that stand alone or frame others."""

SCRIPTED = {"applies"}
"""What scripts mark."""


def rules(name: str) -> dict[str, str]:
    """Selector -> its rule, outside of @media, of a style sheet."""
    text = re.sub(r"/\*.*?\*/", "", (STATIC / name).read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", text)
    found = re.findall(r"([^{}]+)\{([^{}]*)\}", text)
    return {one.strip(): rule for selectors, rule in found for one in selectors.split(",")}


def classes(name: str) -> set[str]:
    text = re.sub(r"/\*.*?\*/", "", (STATIC / name).read_text("utf-8"), flags=re.DOTALL)
    return {
        found
        for selector in re.findall(r"([^{}]+)\{", text)
        for found in re.findall(r"\.([a-zA-Z][\w-]*)", selector)
    }


SHEETS = sorted(path.name for path in STATIC.glob("*.css"))
KNOWN = set().union(*(classes(name) for name in SHEETS))


def used(path: Path) -> set[str]:
    """The classes that a template writes out, without those that it works out."""
    written = re.findall(r'class="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*)"', path.read_text("utf-8"), re.DOTALL)
    return {name for each in written for name in re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", each).split()}


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.stem)
def test_a_page_uses_no_class_that_no_style_sheet_knows(path: Path) -> None:
    assert used(path) - KNOWN - HOOKS == set()


def test_no_style_sheet_makes_anew_what_another_has_made() -> None:
    """They are served as one; only the colours of the night are made twice."""
    homes: dict[str, list[str]] = {}
    for name in SHEETS:
        for selector in rules(name):
            homes.setdefault(selector, []).append(name)
    assert {selector: names for selector, names in homes.items() if len(names) > 1} == {
        ":root": ["dark.css", "tokens.css"]
    }


def test_light_and_dark_have_the_same_colours() -> None:
    by_day = {name for name in components.tokens() if name not in components.SIZES}
    by_night = set(re.findall(r"^  --([\w-]+):", (STATIC / "dark.css").read_text("utf-8"), re.MULTILINE))
    assert by_night <= {*by_day, "shadow"}
    assert by_day - by_night <= {"never"}


def test_no_colour_stands_outside_the_tokens() -> None:
    """But for what is drawn on a colour of ours."""
    loose = {
        (name, colour)
        for name in SHEETS
        if name not in ("tokens.css", "dark.css")
        for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b", (STATIC / name).read_text("utf-8"))
    }
    assert loose <= {("base.css", "#2c9a74"), ("first.css", "#fff"), ("settings.css", "#fff")}


async def test_every_component_is_shown_on_one_page(visit, world) -> None:  # type: ignore[no-untyped-def]
    _, html = await (await visit("administrator")).get("/components")
    shown = {name for each in re.findall(r'class="([^"]*)"', html) for name in each.split()}
    assert classes("components.css") - shown - INNER - SCRIPTED == set()
