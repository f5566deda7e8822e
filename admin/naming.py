"""What the organisation calls the matters that customers write about: its own taxonomy, or the general."""

import json
from dataclasses import replace
from functools import lru_cache

from sqlalchemy.orm import Session

import nlp
from storage import models, taxonomies


def in_force(session: Session) -> nlp.Taxonomy:
    """The taxonomy that texts are read by, with what the organisation's model was taught of it."""
    figures = models.figures(session)
    taught = figures.get("taught", {}) if figures.get("features") == nlp.FEATURES else {}
    return _taught(_text(session), json.dumps(taught, sort_keys=True))


def untaught(session: Session) -> nlp.Taxonomy:
    """The taxonomy as it was written."""
    return _taught(_text(session), "{}")


def _text(session: Session) -> str:
    version = taxonomies.current(session)
    return version.text if version else ""


def names(session: Session, language: str) -> dict[str, str]:
    """What each category is called in this language, by its key, in the order of the taxonomy."""
    return {category.key: category.named(language) for category in in_force(session).categories}


@lru_cache(maxsize=8)
def _taught(text: str, taught: str) -> nlp.Taxonomy:
    return replace(nlp.Taxonomy.parse(text) if text else nlp.general(), taught=json.loads(taught))
