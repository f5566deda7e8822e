"""The definitions that ship with the product, read from `storage/data` once; and in place of the policy and
the calendar, the organisation's own, where it has any (`storage.rulings`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from storage.domain import calendar as calendars
from storage.domain import holidays, source
from storage.domain import policy as policies
from storage.domain.calendar import Calendar
from storage.domain.fields import closest
from storage.domain.holidays import Holidays
from storage.domain.locale import Texts
from storage.domain.policy import Policy
from storage.domain.problems import Invalid, Problem
from storage.domain.question import Scheme
from storage.domain.reading import scheme
from storage.settings import settings

DATA = Path(__file__).parent / "data"

RULED: Final = ("policy", "calendar")
"""What the organisation may have of its own."""


@dataclass(slots=True)
class _Own:
    """The organisation's own as they are in force in this process; `turn` counts how often that changed."""

    policy: Policy | None = None
    calendar: Calendar | None = None
    turn: int = 0


_own: Final = _Own()


def texts(language: str = "") -> Texts:
    """The texts in this language; where it is not there, or none is given, in the organisation's own."""
    return _texts(language if language in languages() else settings().language)


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
    """This policy or calendar of the organisation's own is in force in this process from now on; empty: what
    ships is. Raises Invalid."""
    setattr(_own, kind, ruled(kind, text) if text else None)
    _own.turn += 1


def turn() -> int:
    """Another number whenever another policy or calendar has come into force in this process: for who keeps
    what was made of one."""
    return _own.turn


def ruled(kind: str, text: str) -> Policy | Calendar:
    """The policy or the calendar that this TOML text writes down. Raises Invalid with all that is wrong."""
    definition = written(kind, text)
    return policies.parse(definition) if kind == "policy" else calendars.parse(definition, regions())


def written(kind: str, text: str) -> dict[str, Any]:
    """What this TOML text says, with what the base of a policy says. Raises Invalid."""
    own = source.read(text)
    return _based(own) if kind == "policy" else own


def shipped(kind: str) -> str:
    """The TOML text of the policy that the settings name, or of the calendar."""
    file = f"policies/{settings().policy}.toml" if kind == "policy" else "calendars/standard.toml"
    return (DATA / file).read_text("utf-8")


def policy(key: str = "") -> Policy:
    """The policy under this key; without a key, the one in force. Under the key that the settings name the
    organisation's own is in force, where it has one."""
    named = settings().policy
    own = _own.policy if key in ("", named) else None
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
    own = _own.calendar if key == "standard" else None
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


@cache
def promises(key: str = "standard", language: str = "") -> tuple[str, ...]:
    """The service promises as read to customers, in this language where they are told in it."""
    told = [{**each, **each.get("in", {}).get(language, {})} for each in _read("promises", key)["promise"]]
    say = texts(language)
    return tuple(say("chat.promises.one", title=each["title"], text=each["text"]) for each in told)


@cache
def importing() -> dict[str, dict[str, list[str]]]:
    """The ways to write the columns of a list of customers and what stands in them."""
    return tomllib.loads((DATA / "importing.toml").read_text("utf-8"))


@cache
def schemes() -> dict[str, Scheme]:
    """The level schemes, by key."""
    files = sorted((DATA / "levels").glob("*.toml"))
    return {file.stem: scheme(file.stem, _read("levels", file.stem)) for file in files}


def _read(folder: str, key: str) -> dict[str, Any]:
    """Raises LookupError naming the keys there are."""
    file = DATA / folder / f"{key}.toml"
    if not file.is_file():
        known = ", ".join(sorted(other.stem for other in file.parent.glob("*.toml")))
        raise LookupError(f"no {key!r} in {folder}; there are: {known}")
    return tomllib.loads(file.read_text("utf-8"))
