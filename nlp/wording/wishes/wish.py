"""What a clause asks for beside answering."""

from typing import NamedTuple


class Wish(NamedTuple):
    """``intent`` and the words of a clause that it rests on; ``rest``: what else the clause says."""

    intent: str
    words: str
    rest: str = ""
