"""Lists of words are read and found as TOML and patterns would, only sooner."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nlp
from nlp.wording.lexicon import either
from nlp.wording.toml_lines import parsed
from nlp.wording.words import Words

DATA = sorted((Path(nlp.__file__).parent / "data").rglob("*.toml"))
SOME = st.lists(st.text("不满意好", min_size=1, max_size=4), min_size=1, max_size=8)
TEXT = st.text("不满意好了", max_size=20)


@given(SOME, TEXT)
def test_words_are_found_as_by_a_pattern(words: list[str], text: str) -> None:
    pattern, found = re.compile(either(words)), Words(words)
    assert [m.span() for m in found.finditer(text)] == [m.span() for m in pattern.finditer(text)]
    assert found.sub("·", text) == pattern.sub("·", text)
    assert bool(found.search(text, 2, 5)) == bool(pattern.search(text, 2, 5))
    assert bool(found.match(text)) == bool(pattern.match(text))


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.stem)
def test_lists_are_read_as_toml(path: Path) -> None:
    text = path.read_text("utf-8")
    assert parsed(text) == tomllib.loads(text)


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.stem)
def test_lists_are_plain_enough_to_be_read_quickly(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(tomllib, "loads")
    parsed(path.read_text("utf-8"))


PLAIN = '"好" = 1\n[a]\nb = ["一", "二"]\nc = """\n甲、乙\n丙\n"""\n[d."三"]\ne = [\n  # 说明\n  "x",\n]\n'
UNUSUAL = [
    'a = [\n  "x",\n  # why ]\n  "y"]\nb = [\n]',
    'a = """\n# no comment\n\n甲\n"""',
    '"甲" = 1\n# why\n\n"乙" = 2.5\n[b]\n"丙" = ["x"]\nc = 1',
    '"甲\\"" = 1',
    "a = [1, 2,]",
    "a = 'x'",
    'a = "x" # why',
    "a.b = 1",
    "  a = 1",
    'a = """x"""',
    'a = """\nx\\ty\n"""',
    "a = 1_000",
    "[[a]]\nb = 1",
    "a = 2026-11-21",
]


@pytest.mark.parametrize("text", [PLAIN, *UNUSUAL])
def test_anything_else_is_left_to_tomllib(text: str) -> None:
    assert parsed(text) == tomllib.loads(text)


@pytest.mark.parametrize(
    "text", ["a = 1\na = 2", '"a" = 1\n"a" = 2', '"a" = 1, "b" = 2', "[a]\n[a]", "a = ", "a", "a = [\n1"]
)
def test_what_is_no_toml_is_refused(text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        parsed(text)
