"""Changes of a survey's definition in words: what colleagues changed, and how two versions differ."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from storage.domain.comparing import Change
from storage.domain.locale import Texts

Table = Mapping[str, Any]


class Told(NamedTuple):
    """`what` (a question …) is called `name`; `how` it changed, in `field`, from `old` to `new`."""

    how: str
    what: str
    name: str
    field: str
    old: str
    new: str


def told(changes: Iterable[Change], old: Table, new: Table, texts: Texts) -> list[Told]:
    """The changes in words; conditions name questions as the definition has them that they stand in."""
    before, after = Words(old, texts), Words(new, texts)
    return [
        Told(
            change.how,
            texts(f"page.surveys.what.{change.what}"),
            change.name or called(change.what, new) or texts("page.surveys.unnamed"),
            field(change.field, texts),
            before.of(change.old) if change.how == "changed" else "",
            after.of(change.new) if change.how == "changed" else "",
        )
        for change in changes
    ]


def called(what: str, definition: Table) -> str:
    """The survey goes by its title; nothing else has a name that is not in the change."""
    return str(definition.get("title", "")) if what == "survey" else ""


def field(name: str, texts: Texts) -> str:
    """The field as people call it; that of another language says which."""
    *_, last = name.split(".")
    key = f"page.surveys.field.{last}"
    called = texts(key) if texts.has(key) else last
    if not name.startswith("in."):
        return called
    language = name.split(".")[1]
    return texts("page.surveys.in_language", field=called, language=speech(language, texts))


def speech(language: str, texts: Texts) -> str:
    """The language as people call it."""
    key = f"page.surveys.language.{language}"
    return texts(key) if texts.has(key) else language


class Words:
    """The values of one definition in words."""

    def __init__(self, definition: Table, texts: Texts) -> None:
        self._texts = texts
        self._questions: dict[str, Table] = {
            question["key"]: question
            for section in definition.get("section", [])
            for question in section.get("question", [])
            if isinstance(question.get("key"), str)
        }

    def of(self, value: Any) -> str:
        """Any value of a field."""
        if value is None:
            return self._texts("page.surveys.nothing")
        if isinstance(value, bool):
            return self._texts(f"page.surveys.{'yes' if value else 'no'}")
        if isinstance(value, Mapping):
            return self._row(value)
        if isinstance(value, Sequence) and not isinstance(value, str):
            return "；".join(self.of(each) for each in value) or self._texts("page.surveys.nothing")
        return str(value)

    def title(self, key: str) -> str:
        """The title of the question of this key; the key where there is none."""
        known = self._questions.get(key) or self._questions.get(key.partition("__")[0], {})
        return str(known.get("title") or key)

    def _row(self, row: Table) -> str:
        """One row of a list: a condition, a jump, an option …"""
        if "if" in row:
            conditions = self.of(row["if"])
            if "to" in row:
                to = self._texts("page.surveys.end") if row["to"] == "end" else self.title(str(row["to"]))
                return self._texts("page.surveys.jumps", conditions=conditions, to=to)
            return f"{conditions}：{row.get('text', '')}"
        if "question" in row:
            return self._condition(row)
        if "label" in row:
            score = f"（{row['score']:g}）" if isinstance(row.get("score"), int | float) else ""
            return f"{row['label']}{score}"
        return "，".join(f"{field(name, self._texts)} {self.of(value)}" for name, value in row.items())

    def _condition(self, row: Table) -> str:
        key = str(row["question"])
        for how in ("is", "is_not", "first", "below", "above", "answered"):
            if how in row:
                given = row[how]
                which = f"{how}_{str(given).lower()}" if how == "answered" else how
                value = "、".join(self._label(key, each) for each in _listed(given))
                return self._texts(f"page.surveys.when.{which}", question=self.title(key), value=value)
        return self.title(key)

    def _label(self, key: str, value: Any) -> str:
        options = self._questions.get(key, {}).get("option", [])
        labels = {option.get("key"): option.get("label") for option in options if isinstance(option, Mapping)}
        return str(labels.get(value, value))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
