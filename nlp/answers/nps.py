"""How likely to recommend, 0 to 10: a scale whose levels are numbers."""

from dataclasses import replace

from nlp.answers import scale
from nlp.reading import Reading
from nlp.wording.asked import Asked, Said

_ALL = tuple((str(i), str(i)) for i in range(11))

quoted = scale.quoted


def read(asked: Asked, said: Said) -> Reading:
    """A number is a value; words alone are a guess to confirm, for no word means 7 rather than 8."""
    return scale.read(replace(asked, options=asked.options or _ALL), said)
