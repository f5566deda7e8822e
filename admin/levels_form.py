"""A level scheme as a form: a row a level, in the order of their scores whatever the order they were typed
in; the key of a level, by which answers know it, is not for people and stays."""

import re
from collections.abc import Mapping
from typing import Any, Final

from multidict import MultiMapping

from admin import ruling_form
from admin.ruling_form import Row
from admin.security import words
from admin.taxonomy_form import FIRST
from storage import definitions
from storage.domain import languages
from storage.domain.reading import PICKERS

LONGEST: Final = {"title": 60, "label": 60, "words": 300, "icon": 8}
"""Characters of a field; the words of a level together."""


def typed(form: MultiMapping[Any], _: str) -> dict[str, Any]:
    """The scheme as typed, the worst level first."""
    rows = _keyed(ruling_form.rows(form, "level"))
    named = (
        re.fullmatch(rf"(?:level\.\d+\.)?in\.({languages.LANGUAGE.pattern})\.\w+", name) for name in form
    )
    others = {each: _other(form, rows, each) for each in dict.fromkeys(each[1] for each in named if each)}
    told = {"title": words(form, "title"), "picker": words(form, "picker")}
    return {
        **ruling_form.said(told),
        "level": [_level(row) for row in rows],
        **({"in": said} if (said := ruling_form.said(others)) else {}),
    }


def _keyed(rows: list[Row]) -> list[Row]:
    """The rows in the order of their scores, where all have one; one without a key has the next number."""
    rows = [row for row in rows if row.keys() - {"key"}]
    taken = {row.get("key", "") for row in rows}
    free = (str(number) for number in range(1, 1000) if str(number) not in taken)
    keyed = [{**row, "key": row.get("key") or next(free)} for row in rows]
    scores = [ruling_form.number(row.get("score", "")) for row in keyed]
    if any(isinstance(score, str) for score in scores):
        return keyed
    return sorted(keyed, key=lambda row: float(row["score"]))


def _level(row: Row) -> dict[str, Any]:
    told: dict[str, Any] = {name: row[name] for name in ("key", "label") if name in row}
    score = {"score": ruling_form.number(row["score"])} if "score" in row else {}
    more = ruling_form.said({"words": listed(row.get("words", "")), "icon": row.get("icon", "")})
    return {**told, **score, **more}


def _other(form: MultiMapping[Any], rows: list[Row], language: str) -> dict[str, Any]:
    """What another language says: `in.LANGUAGE.title`, and `level.N.in.LANGUAGE.FIELD` of each level; of all
    levels or of none, so that both lists have the same places."""
    said: list[dict[str, Any]] = [
        ruling_form.said(
            {
                "label": row.get(f"in.{language}.label", ""),
                "words": listed(row.get(f"in.{language}.words", "")),
            }
        )
        for row in rows
    ]
    levels = [{**each, "key": row["key"]} for row, each in zip(rows, said, strict=True)] if any(said) else []
    return ruling_form.said({"title": words(form, f"in.{language}.title"), "level": levels})


def listed(text: str) -> list[str]:
    """Words with a mark or a line between them."""
    plain = text.replace(",", "、").replace("，", "、").replace("\n", "、")
    return [word.strip() for word in plain.split("、") if word.strip()]


def offered(definition: Mapping[str, Any]) -> dict[str, Any]:
    """What the form offers beside: the other languages and what they say of each level, the pickers, the
    longest texts."""
    spoken = definition.get("in", {})
    others = [each for each in dict.fromkeys((*definitions.languages(), *spoken)) if each != FIRST]
    keys = dict(enumerate(each.get("key") for each in definition.get("level", [])))
    said = {
        language: {
            each.get("key", keys.get(place)): each
            for place, each in enumerate(spoken.get(language, {}).get("level", []))
        }
        for language in others
    }
    return {"others": others, "said": said, "pickers": PICKERS, "first": FIRST, "longest": LONGEST}
