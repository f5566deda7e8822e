"""The definitions that ship with the product, read from `storage/data` once."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from storage.domain import calendar as calendars
from storage.domain import holidays
from storage.domain import policy as policies
from storage.domain.calendar import Calendar
from storage.domain.holidays import Holidays
from storage.domain.locale import Texts
from storage.domain.policy import Policy
from storage.domain.question import Scheme
from storage.domain.reading import scheme
from storage.settings import settings

DATA = Path(__file__).parent / "data"


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


@cache
def policy(key: str = "") -> Policy:
    """The policy under this key; without a key, the one in force. It need say only what differs from its
    `base`, of each table as of the whole."""
    own = _read("policies", key or settings().policy)
    base = _read("policies", own.pop("base")) if "base" in own else {}
    tables = {
        name: {**base[name], **told} for name, told in own.items() if isinstance(told, dict) and name in base
    }
    return policies.parse({**base, **own, **tables})


def citation(source: str, language: str = "") -> str:
    """Where a limit comes from, as people read it; a source that is no key is told in its own words."""
    return _citations().get(source, {}).get(language or settings().language, source)


@cache
def _citations() -> dict[str, dict[str, str]]:
    return tomllib.loads((DATA / "citations.toml").read_text("utf-8"))


@cache
def calendar(key: str = "standard") -> Calendar:
    """The working calendar under this key."""
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
