"""The privacy notice in its versions: what customers were told when they agreed (PIPL 14, 17).

A version is a name that the policy gives to the notice in force. Whoever changes its words is to give it
another: what was changed without is kept too, and told.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from storage import definitions
from storage.tables import notices

PARTS: Final = (
    ("chat.consent", ("ask", "ask_survey", "ask_nameless")),
    ("chat.mail", ("consent", "consent_nameless")),
)
"""Where its words stand among the texts: as asked in a talk, and by mail."""

_N: Final = notices.c


class Notice(NamedTuple):
    """The words of a version in a language, from when on. `changed`: they are not its first ones."""

    version: str
    language: str
    text: str
    at: datetime
    changed: bool


def told() -> dict[str, str]:
    """The words as they are now, by language; what is filled in stands in braces."""
    return {language: _words(language) for language in definitions.languages()}


def _words(language: str) -> str:
    texts = definitions.texts(language)
    return "\n\n".join(texts.section(section)[name] for section, names in PARTS for name in names)


def missing(session: Session, version: str, words: Mapping[str, str]) -> dict[str, str]:
    """Of these words those that are not yet kept as the last of this version."""
    last = select(func.max(_N.id)).where(_N.version == version).group_by(_N.language)
    rows = session.execute(select(_N.language, _N.text).where(_N.id.in_(last)))
    kept = {row.language: row.text for row in rows}
    return {language: text for language, text in words.items() if kept.get(language) != text}


def keep(session: Session, version: str, words: Mapping[str, str], at: datetime) -> int:
    """Keep what is missing; how many that were."""
    found = missing(session, version, words)
    rows = [
        {"version": version, "language": language, "text": text, "at": at}
        for language, text in sorted(found.items())
    ]
    if rows:
        session.execute(insert(notices), rows)
    return len(rows)


def listing(session: Session) -> list[Notice]:
    """All that were in force, the newest first."""
    first = select(func.min(_N.id)).group_by(_N.version, _N.language)
    began = _N.id.in_(first)
    query = select(_N.version, _N.language, _N.text, _N.at, ~began).order_by(_N.id.desc())
    return [Notice(*row) for row in session.execute(query)]
