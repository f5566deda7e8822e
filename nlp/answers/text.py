"""Open text: the answer is the text itself, unless it says that there is nothing to say."""

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said
from nlp.wording.late import late
from nlp.wording.text.normal import PUNCTUATION
from nlp.wording.wishes.missing import missing

_MARKS = late("[呃额唔・〜‥¿]+")


def quoted(_key: str) -> None:
    """An open question has no options."""
    return


def read(_asked: Asked, said: Said) -> Reading:
    """The text as written; ask when nothing was written but dots, or a sound."""
    if not said.text:
        return Reading("ask")
    nothing = missing(said, none=True)
    if nothing is None and not _MARKS.sub("", PUNCTUATION.sub("", said.text)):
        return Reading("ask")
    return nothing or Reading("answer", said.written)
