"""The languages that a survey is spoken in beside its own: each text has the others beside it, under `in`.

    [section.question.in.en]
    text = "How was the delivery?"
    option = [{ key = "late", label = "It came late" }]

What is not told in a language is said in the survey's own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from storage.domain.fields import Fields, says
from storage.domain.problems import Problem

LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")

_TEXTS: Final = ("title", "purpose", "text", "text_else", "again", "hint", "unit", "label", "closing")
_LISTS: Final = ("option", "row", "level", "quota", "closing")
_NOT_TOLD: Final = frozenset({"title"})
"""Of a question, for its title is read by staff."""


def of(table: Mapping[str, Any]) -> tuple[str, ...]:
    """The languages that this table says itself in, beside its own."""
    spoken = table.get("in")
    return (
        tuple(each for each in spoken if isinstance(spoken[each], Mapping))
        if isinstance(spoken, Mapping)
        else ()
    )


def _said(table: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """What a table says in this language."""
    said: Mapping[str, Any] = table["in"][language] if language in of(table) else {}
    return said


def overlay(table: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The same definition in this language."""
    made = {name: _inner(value, language) for name, value in table.items() if name != "in"}
    for name, said in _said(table, language).items():
        if says(said) and isinstance(made.get(name), str):
            made[name] = said
        elif isinstance(said, list) and isinstance(made.get(name), list):
            made[name] = _merged(made[name], said)
    return made


def _inner(value: Any, language: str) -> Any:
    if isinstance(value, Mapping):
        return overlay(value, language)
    return [_inner(each, language) for each in value] if isinstance(value, list) else value


def _merged(own: list[Any], said: list[Any]) -> list[Any]:
    """Entries are told apart by their keys; where they have none, by their places. Texts are replaced."""
    if not all(isinstance(each, Mapping) for each in (*own, *said)):
        return said if all(map(says, said)) else own
    spoken = {_name(each, place): each for place, each in enumerate(said)}
    return [{**each, **_texts(spoken.get(_name(each, place), {}))} for place, each in enumerate(own)]


def _name(entry: Mapping[str, Any], place: int) -> str:
    return str(entry.get("key", place))


def _texts(entry: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: said for name, said in entry.items() if name != "key" and says(said)}
    return told | ({"words": entry["words"]} if isinstance(entry.get("words"), list) else {})


def problems(definition: Mapping[str, Any], languages: Sequence[str]) -> Iterator[Problem]:
    """What is wrong with how a definition says itself in these languages."""
    for place, language in enumerate(languages, 1):
        if not LANGUAGE.fullmatch(language) or language in languages[: place - 1]:
            yield Problem(f"languages.{place}", "not_language", {"value": language})
    for where, table in _tables(definition, ""):
        yield from _unlisted(where, table, languages)
        if where.startswith("schemes."):
            continue
        for language in languages:
            yield from _missing(where, table, language)
            yield from _unknown(where, table, language)


def _tables(table: Mapping[str, Any], where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The survey, its sections, its questions, and the schemes that it brings."""
    yield where, table
    for name in ("section", "question"):
        inner = table.get(name)
        for place, each in enumerate(inner if isinstance(inner, list) else (), 1):
            if isinstance(each, Mapping):
                yield from _tables(each, f"{where}.{name}.{place}".lstrip("."))
    schemes = table.get("schemes")
    for name, scheme in schemes.items() if not where and isinstance(schemes, Mapping) else ():
        if isinstance(scheme, Mapping):
            yield f"schemes.{name}", scheme


def _unlisted(where: str, table: Mapping[str, Any], languages: Sequence[str]) -> Iterator[Problem]:
    spoken = table.get("in", {})
    if not isinstance(spoken, Mapping):
        yield Problem(_path(where, "in"), "not_table", {"key": "in"})
        return
    for language, said in spoken.items():
        if language not in languages:
            yield Problem(_path(where, f"in.{language}"), "language_not_listed", {"value": language})
        elif not isinstance(said, Mapping):
            yield Problem(_path(where, f"in.{language}"), "not_table", {"key": f"in.{language}"})


def _missing(where: str, table: Mapping[str, Any], language: str) -> Iterator[Problem]:
    """Texts that customers read must stand in every language that the survey is spoken in."""
    spoken = _said(table, language)
    names = [name for name in _told(where, table) if name not in spoken]
    for name in _LISTS:
        told = {_name(each, place) for place, each in _entries(spoken.get(name)) if _texts(each)}
        own = [(_name(each, place), each) for place, each in _entries(table.get(name))]
        names += [f"{name} {key}" for key, each in own if key not in told and {"label", "text"} & each.keys()]
    if names:
        yield Problem(where, "untranslated", {"language": language, "names": "、".join(names)})


def _entries(listed: Any) -> list[tuple[int, Mapping[str, Any]]]:
    """The tables of a list with their places, counted from 1."""
    given = listed if isinstance(listed, list) else []
    return [(place, each) for place, each in enumerate(given, 1) if isinstance(each, Mapping)]


def _told(where: str, table: Mapping[str, Any]) -> list[str]:
    not_told = _NOT_TOLD if ".question." in where else ()
    return [name for name in _TEXTS if isinstance(table.get(name), str) and name not in not_told]


def _unknown(where: str, table: Mapping[str, Any], language: str) -> Iterator[Problem]:
    """Texts in another language that have none in the own."""
    found: list[Problem] = []
    fields = Fields(_said(table, language), found, _path(where, f"in.{language}"))
    for name in _TEXTS:
        if isinstance(table.get(name), str) and name in fields.table:
            fields.text(name)
    for name in _LISTS:
        if isinstance(table.get(name), list) and name in fields.table:
            for place, each in enumerate(fields.each(name)):
                _unknown_entry(each, table[name], place)
    fields.done()
    yield from found


def _unknown_entry(fields: Fields, own: list[Any], place: int) -> None:
    fields.text("label", "")
    fields.text("text", "")
    if "key" in fields.table:
        if fields.key() not in [each.get("key") for _, each in _entries(own)]:
            fields.problem("key", "unknown_entry", value=fields.table["key"])
    elif place >= len(own):
        fields.problem("text", "unknown_entry", value=place + 1)
    fields.done()


def _path(where: str, step: str) -> str:
    return ".".join(filter(None, (where, step)))
