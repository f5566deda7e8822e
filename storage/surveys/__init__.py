"""Verbs on surveys and their versions. A published version never changes; every response cites one."""

from storage.surveys.checking import Fault, Refused, check, digest_of
from storage.surveys.drafting import import_
from storage.surveys.naming import TITLE, name
from storage.surveys.publishing import publish
from storage.surveys.reading import Version, listing, newer, published, question, siblings, titles, version

__all__ = [
    "TITLE",
    "Fault",
    "Refused",
    "Version",
    "check",
    "digest_of",
    "import_",
    "listing",
    "name",
    "newer",
    "publish",
    "published",
    "question",
    "siblings",
    "titles",
    "version",
]
