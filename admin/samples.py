"""A sentence as customers read it: what is filled in is made up (`storage/data/samples.toml`)."""

import tomllib
from functools import cache
from typing import Any, NamedTuple

from storage import definitions
from storage.domain.locale import Texts
from storage.settings import Settings


class Reading(NamedTuple):
    """How it reads in a language; `changed`: the one that is being changed."""

    language: str
    text: str
    changed: bool


def readings(language: str, key: str, text: str, settings: Settings) -> list[Reading]:
    """In the language in which it is said so (empty: as it ships), then as it is in force in the others."""
    shipped = definitions.said(language)[key]
    told = Texts({"it": text or shipped}, language)
    own = Reading(language, told("it", **values(language, key, settings)), changed=True)
    others = [each for each in definitions.languages(settings.language) if each != language]
    return [own, *(_in_force(each, key, settings) for each in others)]


def _in_force(language: str, key: str, settings: Settings) -> Reading:
    return Reading(
        language, definitions.texts(language)(key, **values(language, key, settings)), changed=False
    )


def values(language: str, key: str, settings: Settings) -> dict[str, str]:
    """What is filled into this sentence, by name."""
    made = dict(_samples()[language])
    own = made.pop("of", {}).get(key, {})
    return {**made, **own, "organisation": settings.organisation}


@cache
def _samples() -> dict[str, dict[str, Any]]:
    return tomllib.loads((definitions.DATA / "samples.toml").read_text("utf-8"))
