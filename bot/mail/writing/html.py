"""What a mail says, as HTML that every program shows: no script, no picture but the logo that comes along,
nothing fetched, styles in place and once more for dark screens; one column, read aloud in its order."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, Template
from markupsafe import Markup, escape

from bot.mail.writing.outgoing import LOGO, Outgoing

_URL: Final = re.compile(
    r"https?://[^\s<>\"'，。；、！？（）【】「」《》]+[^\s<>\"'，。；、！？（）【】「」《》.,;:!?)]"
)
_GAP: Final = re.compile(r"\n\s*\n")


def html(mail: Outgoing) -> str:
    """The page."""
    text = mail.text.strip().removeprefix(mail.head.text if mail.head else "").strip()
    called = {each.url: each.label for each in mail.links}
    told = [_marked(each, called) for each in _GAP.split(text)]
    return _template().render(mail=mail, paragraphs=told, logo=LOGO)


def _marked(text: str, called: Mapping[str, str]) -> Markup:
    """With its line breaks, and its addresses to be followed, by what they are called."""
    parts, end = [], 0
    for found in _URL.finditer(text):
        url = found[0]
        link = Markup('<a class="link" href="{0}" style="color:#0b5548">{1}</a>').format(
            url, called.get(url, url)
        )
        parts += [escape(text[end : found.start()]), link]
        end = found.end()
    parts.append(escape(text[end:]))
    return Markup("").join(parts).replace("\n", Markup("<br>\n"))


@cache
def _template() -> Template:
    source = (files("bot.mail.writing") / "mail.html").read_text("utf-8")
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(source)
