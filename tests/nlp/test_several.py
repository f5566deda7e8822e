"""One text that answers several questions, from several.toml."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from nlp import read_answers
from tests.nlp.test_answers import SATISFACTION, TODAY, as_expected

TABLE = tomllib.loads((Path(__file__).parent / "several.toml").read_text("utf-8"))
OPTIONS = {"scale": SATISFACTION, "order": [("pattern", r"[A-Z]{2}\d{8}")]}
CASES = [
    pytest.param(group["questions"], text, expected, id=f"{text or 'empty'}-{why}")
    for group in TABLE["group"]
    for text, expected, why in group["cases"]
]


def question(key: str) -> dict[str, Any]:
    kind, text = TABLE["questions"][key]
    return {"key": key, "kind": kind, "text": text, "options": OPTIONS.get(kind, []), "rules": None}


def spelled(key: str, reading: Any) -> str:
    kind = "*" if key == "*" else question(key)["kind"]
    return f"!{reading.intent}" if reading.outcome == "intent" else as_expected(reading, "\0", kind)


@pytest.mark.parametrize(("keys", "text", "expected"), CASES)
def test_each_question_gets_its_part(keys: list[str], text: str, expected: dict[str, str]) -> None:
    found = read_answers([question(key) for key in keys], text, TODAY)
    assert {key: spelled(key, reading) for key, reading in found.items()} == expected
