"""The form of a policy's numbers as typed: the text with them in it. What is not touched stays as it was
written."""

import copy
import re
from collections.abc import Mapping
from typing import Any

from multidict import MultiMapping

from admin import ruling_form, ruling_tables
from admin.rules_fields import LONGEST, SPANS, TERMS, TIMES, YEAR, Fields, alone, fields
from admin.security import words
from storage import definitions
from storage.domain import source
from storage.domain.problems import Problem


def typed(form: MultiMapping[Any], shown: Fields) -> Fields:
    """What was typed; a unit that there is not is as it was."""
    sent = {name: words(form, name) if name in form else text for name, text in shown.items()}
    units = {
        name: (TERMS if name.startswith("retention.") else SPANS) for name in sent if name.endswith(".unit")
    }
    return {
        name: shown[name] if name in units and told not in units[name] else told
        for name, told in sent.items()
    }


def text(stands: str, told: Fields) -> str:
    """The text with what was typed: what is as the form had it is not written."""
    shown, own = fields(stands), source.read(stands)
    whole, wanted = definitions.written("policy", stands), copy.deepcopy(own)
    changed = dict.fromkeys(_group(name) for name in shown if told[name] != shown[name])
    paths = [_put(wanted, whole, group, told) for group in changed]
    return ruling_tables.rewritten(stands, wanted, paths)


def _group(name: str) -> str:
    """The amount and its unit are one."""
    return re.sub(r"\.(amount|unit)$", "", name)


def _put(wanted: dict[str, Any], whole: Mapping[str, Any], group: str, told: Fields) -> tuple[str, ...]:
    """What was typed is wanted; the path of the table in which it stands."""
    match group.split("."):
        case ["limits", kind]:
            usual = whole["limits"][kind]
            wanted.setdefault("limits", {})[kind] = _limit(usual, group, told)
            return "limits", kind
        case ["severity", severity, kind]:
            listed = wanted.setdefault("override", copy.deepcopy(whole.get("override", [])))
            _put_severity(listed, severity, kind, told)
            return ("override",)
        case ["retention", name]:
            many = ruling_form.number(told[f"{group}.amount"])
            years = told[f"{group}.unit"] == "years" and not isinstance(many, str)
            wanted.setdefault("retention", {})[name] = many * YEAR if years else many
            return ("retention",)
        case [table, key]:
            _put_plain(wanted.setdefault(table, {}), key, group, told[group], "base" in wanted)
            return (table,)
    raise LookupError(group)


def _put_plain(table: dict[str, Any], key: str, name: str, text: str, based: bool) -> None:
    """An action limit that is left empty is none; below a base that has one, 0 is."""
    value: Any = text if name in TIMES else ruling_form.number(text)
    if name == "soon.share" and not isinstance(value, str):
        value = value / 100
    if name.startswith("action_limits.") and text == "":
        value = 0 if based else None
    table[key] = value
    if value is None:
        del table[key]


def _limit(usual: Mapping[str, Any], group: str, told: Fields) -> dict[str, Any]:
    amount = ruling_form.number(told[f"{group}.amount"])
    return {
        told[f"{group}.unit"]: amount,
        **{name: each for name, each in usual.items() if name not in SPANS},
    }


def _put_severity(listed: list[Any], severity: str, kind: str, told: Fields) -> None:
    """What holds for this severity alone; nothing typed: as usual."""
    group = f"severity.{severity}.{kind}"
    own = next((each for each in listed if alone(each, severity)), None)
    if own is None:
        own = {"severity": [severity], "limits": {}}
        listed.append(own)
    limits = own.setdefault("limits", {})
    if told[f"{group}.amount"]:
        limits[kind] = _limit(limits.get(kind, {}), group, told)
    else:
        limits.pop(kind, None)
    if not limits and set(own) <= {"severity", "limits"}:
        listed.remove(own)


def long(told: Fields) -> list[Problem]:
    """The fields that are too long, and a share that is none."""
    found = [
        Problem(name, "too_long", {"most": LONGEST}) for name, text in told.items() if len(text) > LONGEST
    ]
    share = ruling_form.number(told["soon.share"])
    if not isinstance(share, str) and not 0 <= share <= 100:
        found.append(Problem("soon.share", "out_of_range", {"low": "0", "high": "100"}))
    return found


def place(where: str, text: str) -> str:
    """The field in which this problem of the text stands."""
    match where.split("."):
        case ["limits", kind, *_]:
            return f"limits.{kind}.amount"
        case ["override", number, "limits", kind, *_]:
            severity = source.read(text)["override"][int(number) - 1].get("severity", [])
            return f"severity.{next(iter(severity), '')}.{kind}.amount"
        case ["retention", name]:
            return f"retention.{name}.amount"
    return where
