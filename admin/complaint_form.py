"""The record of a complaint (GB/T 19012 annexes B and D) as the fields of a form, and what was typed into
them as values. What fits the record is the law's to say (`storage.domain.form`)."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from multidict import MultiMapping

from admin.marking import calm
from admin.security import words
from storage.domain import handling
from storage.domain.customer import masked_address
from storage.domain.form import ASSESSMENT, FIELDS, LONGEST
from storage.domain.handling import Refused
from storage.domain.locale import Texts

RECORD: Final = tuple(name for name in FIELDS if name not in ASSESSMENT)
"""What the complainant and the matter are; the rest is found by assessing."""

LONG: Final = ("effect", "remedy", "immediate_action")
"""Fields in which people write more than a line."""

CONTACT: Final = "contact"

_FLAGS: Final = {"yes": True, "no": False, "": None}
_NUMBER: Final = re.compile(r"\d{1,15}(\.\d{1,6})?", re.ASCII)
_MONEY: Final = re.compile(r"(\d{1,12})(?:\.(\d{1,2}))?", re.ASCII)

_AT: Final = {
    **dict.fromkeys(("itself", "unknown_other", "other_customer", "other_ended"), "other"),
    "unknown_body": "body",
    "unknown_outcome": "outcome",
}
"""The field that a refusal (`storage.domain.handling.CODES`) is about, where the code does not say so."""

Typed = Mapping[str, str]
"""What stands in the fields of a form, as text."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed into the form of this `act` and could not be kept; `wrong` says by field, as keys of
    texts, what does not fit."""

    act: str = ""
    typed: Typed = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)


class Input(NamedTuple):
    """One field as the page shows it: `kind` is that of the record's field, `long` one of several lines;
    `options` are (value, label) to choose from."""

    name: str
    kind: str
    value: str
    options: list[tuple[str, str]]
    long: bool
    wrong: str


def posted(form: MultiMapping[Any], names: tuple[str, ...]) -> dict[str, str]:
    """What was typed into these fields; those that the form did not have are absent."""
    return {name: words(form, name) for name in names if name in form}


def shown(name: str, value: Any) -> str:
    """What stands in the field for this value of the record: as a browser sends it back."""
    kind = FIELDS[name].kind
    if value is None or value == "":
        return ""
    if kind == "flag":
        return "yes" if value else "no"
    if kind == "money":
        return f"{value // 100}.{value % 100:02d}" if value % 100 else str(value // 100)
    if kind == "number":
        return str(int(value)) if float(value).is_integer() else f"{value:.6f}".rstrip("0")
    text = calm(_told(name, value)).replace("\r\n", "\n").replace("\r", "\n").strip()
    return text if name in LONG or kind != "text" else text.replace("\n", "")


def read(name: str, typed: str) -> Any:
    """The value that was meant; what can't be read stays as it was typed, for the law to refuse."""
    plain = unicodedata.normalize("NFKC", typed).replace(",", "").strip()
    kind = FIELDS[name].kind
    if kind in ("text", "choice"):
        return typed
    if kind == "flag":
        return _FLAGS.get(typed, typed)
    if not plain:
        return None
    return {"date": _day, "number": _number, "money": _money}[kind](plain)


def changed(typed: Typed, record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that somebody set to something else than they were shown."""
    return {name: read(name, text) for name, text in typed.items() if text != shown(name, record[name])}


def standing(name: str, record: Mapping[str, Any], kept: Kept, differs: Mapping[str, tuple[Any, Any]]) -> str:
    """What the field shows: what was typed, but what is there now where a colleague has changed it meanwhile
    and who typed had left it as it was."""
    now = shown(name, record[name])
    typed = kept.typed.get(name)
    if typed is None or (name in differs and typed == shown(name, differs[name][0])):
        return now
    return typed


def inputs(
    act: str,
    names: tuple[str, ...],
    record: Mapping[str, Any],
    kept: Kept,
    differs: Mapping[str, tuple[Any, Any]],
    texts: Texts,
) -> list[Input]:
    """These fields as the form of this act shows them."""
    own = kept if kept.act == act else Kept()
    return [
        Input(
            name,
            FIELDS[name].kind,
            standing(name, record, own, differs),
            _options(name, texts),
            name in LONG,
            problem(name, own.wrong[name], texts) if name in own.wrong else "",
        )
        for name in names
    ]


def problem(name: str, code: str, texts: Texts) -> str:
    """What does not fit this field (`storage.domain.form.PROBLEMS`, or why it was `refused`), and what to do
    about it."""
    key = f"page.complaints.wrong.{code}"
    if not texts.has(key):
        return texts(f"page.refused.{code}")
    return texts(key, most=handling.LONGEST.get(name, LONGEST))


def refused(why: Refused) -> Mapping[str, str]:
    """What is wrong, by field; nothing where it is no field of a form."""
    if why.fields:
        return why.fields
    field = _AT.get(why.code) or (why.code.removeprefix("no_") if why.code.startswith("no_") else "")
    return {field: why.code} if field else {}


def told(name: str, value: Any, texts: Texts) -> str:
    """A value of the record in words; nothing known is empty."""
    kind = FIELDS[name].kind if name in FIELDS else "choice"
    if value is None or value == "":
        return ""
    if kind == "flag":
        return texts(f"page.complaints.choice.flag.{'yes' if value else 'no'}")
    if kind == "choice":
        return choice(name, str(value), texts)
    if kind == "money":
        return f"{value / 100:,.2f}"
    return calm(_told(name, value)) if kind in ("text", "date") else shown(name, value)


def _told(name: str, value: Any) -> str:
    """How somebody is reached is masked: what is sent back as it was shown has not been changed."""
    return masked_address(str(value)) if name == CONTACT else str(value)


def choice(name: str, value: str, texts: Texts) -> str:
    """What this choice is called; one that is none any more goes by itself."""
    key = f"page.complaints.choice.{name}.{value}"
    return texts(key) if texts.has(key) else calm(value)


def _options(name: str, texts: Texts) -> list[tuple[str, str]]:
    of = FIELDS[name]
    if of.kind == "flag":
        return [
            (value, texts(f"page.complaints.choice.flag.{value or 'unknown'}")) for value in ("", "yes", "no")
        ]
    if of.kind != "choice":
        return []
    open_still = [("", texts("page.complaints.choice.open"))] if of.assessed else []
    return open_still + [(value, choice(name, value, texts)) for value in of.choices]


def _day(plain: str) -> date | str:
    try:
        return date.fromisoformat(plain)
    except ValueError:
        return plain


def _number(plain: str) -> float | str:
    return float(plain) if _NUMBER.fullmatch(plain) else plain


def _money(plain: str) -> int | str:
    """In hundredths."""
    found = _MONEY.fullmatch(plain)
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else plain
