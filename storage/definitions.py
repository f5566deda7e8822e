"""The definitions that ship with the product, read from `storage/data` once; and in their place the
organisation's own policy, calendar, level schemes, promises and sentences, where it has any
(`storage.rulings`)."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from storage.domain import calendar as calendars
from storage.domain import holidays, promising, saying, source
from storage.domain import policy as policies
from storage.domain.calendar import Calendar
from storage.domain.fields import closest
from storage.domain.holidays import Holidays
from storage.domain.locale import Texts, leaves
from storage.domain.policy import Policy
from storage.domain.problems import Invalid, Problem
from storage.domain.question import Scheme
from storage.domain.reading import scheme
from storage.settings import settings

DATA = Path(__file__).parent / "data"

RULED: Final = ("policy", "calendar")
"""What the organisation may have of its own, one of each. Beside them there are `promises`, `levels:KEY` and
`texts:LANGUAGE`."""


@dataclass(slots=True)
class _Own:
    """The organisation's own as they are in force in this process, by kind; `turn` counts how often that
    changed."""

    made: dict[str, Any] = field(default_factory=dict)
    turn: int = 0


_own: Final = _Own()


def texts(language: str = "") -> Texts:
    """The texts in this language; where it is not there, or none is given, in the organisation's own."""
    known = language if language in languages() else settings().language
    return _own.made.get(f"texts:{known}") or _texts(known)


@cache
def _texts(language: str) -> Texts:
    return Texts(_read("locales", language), language)


@cache
def languages(first: str = "") -> tuple[str, ...]:
    """The languages that there are texts in, this one before the others."""
    return tuple(sorted(_keys("locales"), key=lambda name: name != first))


def policies_known() -> tuple[str, ...]:
    """The keys of the policies that there are."""
    return _keys("policies")


def _keys(folder: str) -> tuple[str, ...]:
    return tuple(sorted(file.stem for file in (DATA / folder).glob("*.toml")))


def rule(kind: str, text: str) -> None:
    """This definition of the organisation's own is in force in this process from now on; empty: what ships
    is. Raises Invalid."""
    made = ruled(kind, text) if text else None
    _own.made.pop(kind, None)
    if made is not None:
        _own.made[kind] = made
    _own.turn += 1


def own() -> tuple[str, ...]:
    """The kinds of which the organisation's own is in force in this process."""
    return tuple(_own.made)


def turn() -> int:
    """Another number whenever another definition has come into force in this process: for who keeps what was
    made of one."""
    return _own.turn


def ruled(kind: str, text: str) -> Any:
    """The policy, calendar, scheme, promises or texts that this TOML text writes down. Raises Invalid with
    all that is wrong."""
    definition, (name, _, key) = written(kind, text), kind.partition(":")
    if name == "policy":
        return policies.parse(definition)
    if name == "levels":
        return scheme(key, definition)
    if name == "promises":
        return promising.parse(definition)
    if name == "texts":
        return Texts(saying.within(_read("locales", key), saying.parse(definition, said(key))), key)
    return calendars.parse(definition, regions())


@cache
def said(language: str) -> dict[str, str]:
    """The sentences that ship for customers, by dotted key: an organisation may say each in its own way."""
    rules = tomllib.loads((DATA / "said.toml").read_text("utf-8"))
    unsaid = re.compile(f"{rules['heard']}|{rules['staff']}")
    texts_there = leaves(_read("locales", language))
    return {
        key: text
        for key, text in texts_there
        if key.partition(".")[0] in rules["sections"] and not unsaid.fullmatch(key)
    }


def written(kind: str, text: str) -> dict[str, Any]:
    """What this TOML text says, with what the base of a policy says. Raises Invalid."""
    own = source.read(text)
    return _based(own) if kind == "policy" else own


def shipped(kind: str) -> str:
    """The TOML text of what ships; empty where nothing does, or where it is a file of texts."""
    name, _, key = kind.partition(":")
    files = {
        "policy": f"policies/{settings().policy}.toml",
        "calendar": "calendars/standard.toml",
        "promises": "promises/standard.toml",
        "levels": f"levels/{key}.toml",
    }
    file = DATA / files.get(name, "none")
    return file.read_text("utf-8") if file.is_file() else ""


def policy(key: str = "") -> Policy:
    """The policy under this key; without a key, the one in force. Under the key that the settings name the
    organisation's own is in force, where it has one."""
    named = settings().policy
    own: Policy | None = _own.made.get("policy") if key in ("", named) else None
    return own or _policy(key or named)


@cache
def _policy(key: str) -> Policy:
    return policies.parse(_based(_read("policies", key)))


def _based(own: Mapping[str, Any]) -> dict[str, Any]:
    """A policy need say only what differs from its `base`, of each table as of the whole. Raises Invalid."""
    if "base" not in own:
        return dict(own)
    base, known = own["base"], policies_known()
    if base not in known:
        told = {"key": str(base), "nearest": closest(str(base), known)}
        raise Invalid([Problem("base", "unknown_key", told)])
    usual = _based(_read("policies", base))
    said = {name: told for name, told in own.items() if name != "base"}
    tables = {
        name: {**usual[name], **told}
        for name, told in said.items()
        if isinstance(told, dict) and isinstance(usual.get(name), dict)
    }
    return {**usual, **said, **tables}


def citation(source: str, language: str = "") -> str:
    """Where a limit comes from, as people read it; a source that is no key is told in its own words."""
    return _citations().get(source, {}).get(language or settings().language, source)


@cache
def _citations() -> dict[str, dict[str, str]]:
    return tomllib.loads((DATA / "citations.toml").read_text("utf-8"))


def calendar(key: str = "standard") -> Calendar:
    """The working calendar under this key; in place of the standard one the organisation's own, where it has
    one."""
    own: Calendar | None = _own.made.get("calendar") if key == "standard" else None
    return own or _calendar(key)


@cache
def _calendar(key: str) -> Calendar:
    return calendars.parse(_read("calendars", key), regions())


@cache
def regions() -> dict[str, Holidays]:
    """The public holidays that there are, by region; each year as its notice announced it."""
    folders = (folder for folder in (DATA / "holidays").iterdir() if folder.is_dir())
    return {
        folder.name: Holidays(
            holidays.parse(_read(f"holidays/{folder.name}", file.stem))
            for file in sorted(folder.glob("*.toml"))
        )
        for folder in folders
    }


def promises(key: str = "standard", language: str = "") -> tuple[str, ...]:
    """The service promises as read to customers, in this language where they are told in it."""
    say = texts(language)
    told = promised(key, language)
    return tuple(say("chat.promises.one", title=each.title, text=each.text) for each in told)


class Promise(NamedTuple):
    """A service promise; `limit` names the clock that it is measured by (a limit of the policy), empty where
    none measures it."""

    title: str
    text: str
    limit: str


def promised(key: str = "standard", language: str = "") -> tuple[Promise, ...]:
    """The service promises, each with what it is measured by; in place of the standard ones the
    organisation's own, where it has any."""
    own = _own.made.get("promises") if key == "standard" else None
    stated = own["promise"] if own else _promises(key)
    told = [{**each, **each.get("in", {}).get(language, {})} for each in stated]
    return tuple(Promise(each["title"], each["text"], each.get("limit", "")) for each in told)


@cache
def _promises(key: str) -> list[dict[str, Any]]:
    return list(_read("promises", key)["promise"])


@cache
def importing() -> dict[str, dict[str, list[str]]]:
    """The ways to write the columns of a list of customers and what stands in them."""
    return tomllib.loads((DATA / "importing.toml").read_text("utf-8"))


@cache
def mailboxes() -> dict[str, dict[str, Any]]:
    """Mailboxes by who runs them: domains, servers."""
    return tomllib.loads((DATA / "mailboxes.toml").read_text("utf-8"))


@cache
def common_passwords() -> frozenset[str]:
    """The passwords that anybody tries first, in lower case."""
    return frozenset(tomllib.loads((DATA / "passwords.toml").read_text("utf-8"))["common"])


def schemes() -> dict[str, Scheme]:
    """The level schemes, by key; the organisation's own in place of those that ship."""
    own = {kind.partition(":")[2]: made for kind, made in _own.made.items() if kind.startswith("levels:")}
    return {**_schemes(), **own} if own else _schemes()


@cache
def _schemes() -> dict[str, Scheme]:
    files = sorted((DATA / "levels").glob("*.toml"))
    return {file.stem: scheme(file.stem, _read("levels", file.stem)) for file in files}


def _read(folder: str, key: str) -> dict[str, Any]:
    """Raises LookupError naming the keys there are."""
    file = DATA / folder / f"{key}.toml"
    if not file.is_file():
        known = ", ".join(sorted(other.stem for other in file.parent.glob("*.toml")))
        raise LookupError(f"no {key!r} in {folder}; there are: {known}")
    return tomllib.loads(file.read_text("utf-8"))
