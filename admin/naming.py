"""What the organisation calls the matters that customers write about: its own taxonomy, or the general."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

import nlp
from storage import models, taxonomies
from storage.domain.locale import Texts

_taught: dict[str, tuple[tuple[int, str], nlp.Taxonomy]] = {}
"""Database -> (model, text), and the taxonomy that they make: what a model was taught may be long."""


def fits(figures: Mapping[str, Any]) -> bool:
    """Whether a model with these figures can be used by this program: one that was made before the hashing of
    runs changed would be wrong without a word."""
    return figures.get("features") == nlp.FEATURES


def in_force(session: Session) -> nlp.Taxonomy:
    """The taxonomy that texts are read by, with what the organisation's model was taught of it."""
    database, wanted = str(session.get_bind().engine.url), (models.in_force(session), _text(session))
    known, taxonomy = _taught.get(database, (None, nlp.general()))
    if known != wanted:
        figures = models.figures(session)
        taught = figures.get("taught", {}) if fits(figures) else {}
        taxonomy = replace(_written(wanted[1]), taught=taught)
        _taught[database] = wanted, taxonomy
    return taxonomy


def untaught(session: Session) -> nlp.Taxonomy:
    """The taxonomy as it was written."""
    return _written(_text(session))


def _text(session: Session) -> str:
    version = taxonomies.current(session)
    return version.text if version else ""


def names(session: Session, language: str) -> dict[str, str]:
    """What each category is called in this language, by its key, in the order of the taxonomy."""
    return {category.key: category.named(language) for category in untaught(session).categories}


def called(key: str, names: Mapping[str, str], texts: Texts) -> str:
    """What a category is called; one that staff named once may be no more."""
    return names.get(key) or texts("page.matters.gone", key=key)


@lru_cache(maxsize=8)
def _written(text: str) -> nlp.Taxonomy:
    return nlp.Taxonomy.parse(text) if text else nlp.general()
