"""Open text: the answer is the text itself, unless it says that there is nothing to say."""

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said
from nlp.wording.wishes.missing import missing


def quoted(_key: str) -> None:
    """An open question has no options."""
    return


def read(_asked: Asked, said: Said) -> Reading:
    """The text as written; ask when nothing was written."""
    if not said.text:
        return Reading("ask")
    return missing(said, none=True) or Reading("answer", said.written)
