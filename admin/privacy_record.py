"""The record of processing and the impact assessment (PIPL 55, 56), from the settings and the policy."""

from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from storage.domain.locale import Texts
from storage.domain.retention import Retention
from storage.settings import Settings

TERM_OF: Final = {
    "surveys": "answers",
    "talks": "talks",
    "complaints": "complaints",
    "visits": "visits",
    "customers": "",
    "files": "files",
    "requests": "requests",
    "staff": None,
}
"""What is done with personal data, and the term of the policy that it is kept for; empty: until erasing is
asked for, None: as long as somebody is employed."""

BY_CONTRACT: Final = frozenset(("complaints", "requests", "staff"))

THREATS: Final = ("leak", "inside", "wrong", "mistaken", "bothered", "exposed", "too_long")


class Activity(NamedTuple):
    """One thing that is done with personal data, in words."""

    name: str
    purpose: str
    data: str
    basis: str
    kept: str
    seen_by: str


class Recipient(NamedTuple):
    """Who else gets some of it; `where` in words, `abroad` where that is another country."""

    name: str
    where: str
    abroad: bool


class Case(NamedTuple):
    """What calls for an assessment, and whether it is so now; None: somebody has to judge."""

    name: str
    now: bool | None


def activities(terms: Retention, texts: Texts) -> list[Activity]:
    """The record."""
    return [
        Activity(
            texts(f"page.privacy.does.{key}"),
            texts(f"page.privacy.why.{key}"),
            texts(f"page.privacy.what.{key}"),
            texts("page.privacy.basis_contract" if key in BY_CONTRACT else "page.privacy.basis_consent"),
            kept(term, terms, texts),
            texts("page.privacy.roles_admin" if key == "staff" else "page.privacy.roles_all"),
        )
        for key, term in TERM_OF.items()
    ]


def kept(term: str | None, terms: Retention, texts: Texts) -> str:
    """For how long."""
    if term is None:
        return texts("page.privacy.as_employed")
    days = getattr(terms, term) if term else 0
    return texts("page.privacy.days", n=days) if days else texts("page.privacy.for_ever")


def recipients(settings: Settings, texts: Texts) -> Iterator[Recipient]:
    """Who gets some of it, as things are set; addresses without what they are signed in with."""
    if settings.telegram_token:
        yield Recipient(texts("page.privacy.to.telegram"), texts("page.privacy.abroad"), abroad=True)
    for key, address in (("smtp", settings.smtp_url), ("imap", settings.imap_url)):
        if address:
            host = urlsplit(address).hostname or ""
            where = texts("page.privacy.by_host", host=host)
            yield Recipient(texts(f"page.privacy.to.{key}"), where, abroad=False)
    if settings.clamd:
        where = texts("page.privacy.by_host", host=settings.clamd)
        yield Recipient(texts("page.privacy.to.clamd"), where, abroad=False)


def cases(settings: Settings, texts: Texts) -> list[Case]:
    """What of PIPL 55 is so."""
    others = any(recipients(settings, texts))
    now = {
        "sensitive": True,
        "automated": False,
        "entrusted": others,
        "abroad": bool(settings.telegram_token),
        "major": None,
    }
    return [Case(texts(f"page.privacy.when.{key}"), value) for key, value in now.items()]


def threats(texts: Texts) -> list[tuple[str, str]]:
    """What may befall people, and what is done against it."""
    return [(texts(f"page.privacy.threat.{key}"), texts(f"page.privacy.done.{key}")) for key in THREATS]
