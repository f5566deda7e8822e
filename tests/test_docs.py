"""The docs keep up with the code: diagrams, links, paths, pictures, the survey that they write down."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from bot.conversation.life import LIFE
from storage import surveys
from storage.domain.question import Level, Option, Question, Scheme
from storage.domain.survey import Section, Survey
from tests import diagrams

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINKS = re.compile(r'\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"')
PATHS = re.compile(r"`((?:admin|bot|docs|nlp|storage|tests)/[\w./-]+)`")
LARGEST_PICTURE = 250_000

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def test_the_diagrams_are_those_of_the_code() -> None:
    page = diagrams.PAGE.read_text("utf-8")
    assert set(diagrams.names(page)) == set(diagrams.DRAWN)
    assert diagrams.redrawn(page) == page, "draw them again: python -m tests.diagrams"


def test_the_diagram_of_a_talk_has_every_move() -> None:
    assert diagrams.ungrouped(diagrams.grouped(LIFE.table)) == LIFE.table


@each_page
def test_what_a_page_links_to_is_there(page: Path) -> None:
    told = (one or other for one, other in LINKS.findall(page.read_text("utf-8")))
    ours = [link.partition("#")[0] for link in told if "://" not in link]
    assert [link for link in ours if not (page.parent / link).exists()] == []


@each_page
def test_the_files_that_a_page_names_are_there(page: Path) -> None:
    named = PATHS.findall(page.read_text("utf-8"))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_pictures_load_quickly_and_are_all_shown() -> None:
    pictures = list((ROOT / "docs" / "images").iterdir())
    assert {
        path.name: path.stat().st_size for path in pictures if path.stat().st_size > LARGEST_PICTURE
    } == {}
    shown = "".join(page.read_text("utf-8") for page in PAGES)
    assert [path.name for path in pictures if path.name not in shown] == []


def test_the_survey_that_the_docs_write_down_is_one() -> None:
    page = (ROOT / "docs" / "surveys.md").read_text("utf-8")
    source, *others = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    survey = surveys.check(source)
    assert [surveys.check(other).key for other in others] == ["repair", "thanks", "areas", "bilingual"]
    assert (survey.key, survey.weights) == ("delivery", {"punctual": 1, "courier": 2})
    faulty = source.replace("reason_below", "reson_below", 1).replace('"satisfaction5"', '"satisfction5"')
    with pytest.raises(surveys.Refused) as refused:
        surveys.check(faulty)
    for fault in refused.value.faults:
        assert f"delivery.toml:{fault.line}: {fault.reason}" in page


@pytest.mark.parametrize(
    "written", [Survey, Section, Question, Option, Scheme, Level], ids=lambda kind: kind.__name__
)
def test_every_field_of_a_survey_stands_in_the_docs(written: type) -> None:
    page = (ROOT / "docs" / "surveys.md").read_text("utf-8")
    names = {field.name for field in fields(written)}
    several = {"sections": "section", "questions": "question", "options": "option", "levels": "level"}
    several |= {"quotas": "quota", "closings": "closing", "others": "in", "about": "{about}"}
    assert [name for name in names if f"`{several.get(name, name)}`" not in page] == []
