"""In which language the words are that stand beside a question: those on buttons, how to answer, the menu."""

from collections.abc import Iterator

from bot.message import Outbound
from storage import definitions
from storage.domain.locale import Texts


def spoken(outbound: Outbound, own: Texts) -> Texts:
    """The texts in the language that a question is asked in; else our own."""
    return definitions.texts(outbound.language) if outbound.language else own


def others(own: Texts) -> Iterator[tuple[str, Texts]]:
    """(language, texts) for those set to another language than ours, as Telegram tells them apart: by two
    letters (ISO 639-1)."""
    told = {own.language[:2]}
    for name in definitions.languages():
        if name[:2] not in told:
            told.add(name[:2])
            yield name[:2], definitions.texts(name)
