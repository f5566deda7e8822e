"""Posters with a QR code: a page of HTML, complete in itself, A4, one poster a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

import segno
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from storage import definitions
from storage.domain.survey import Survey

_TEMPLATES: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Poster:
    """`link` is what the code says, `letters` the same for who types it; `logo` is an address that holds it
    whole (`admin.logo`)."""

    organisation: str
    title: str
    minutes: int
    place: str
    link: str
    letters: str
    code: segno.QRCode
    logo: str = ""

    @property
    def drawing(self) -> Markup:
        """The code as SVG, to stand in a page."""
        target = BytesIO()
        self.code.save(target, kind="svg", border=0, xmldecl=False, svgclass="code", omitsize=True)
        return Markup(target.getvalue().decode())  # noqa: S704 - segno's own drawing, no word of ours in it


def poster(organisation: str, survey: Survey, address: str, place: str, logo: str = "") -> Poster:
    """The poster of a survey at a place (empty: anywhere)."""
    asked = {"survey": survey.key} | ({"place": place} if place else {})
    link = f"{address}/?{urlencode(asked, quote_via=quote)}"
    letters = f"{address}/?" + "&".join(f"{key}={value}" for key, value in asked.items())
    code = segno.make(link, error="m", micro=False)
    shown = letters.removeprefix("https://")
    return Poster(organisation, survey.title, survey.minutes, place, link, shown, code, logo)


def page(posters: Sequence[Poster], language: str) -> str:
    """All of them, a sheet each."""
    pages = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True)
    texts = definitions.texts(language)
    return pages.get_template("posters.html").render(posters=posters, lang=language, say=texts)
