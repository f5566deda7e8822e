"""Many texts as one array of folded characters: each stands where it was written, so that every place found
is a place in the text as given.

Folded means simplified script, half width, lower case; what cannot be seen is a space. One character for one:
nothing is added or left out.
"""

from collections.abc import Sequence
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

END = "\0"
"""After each text: no text holds it, and no word that is looked for."""

LIMIT = 10_000  # characters read of one text: a story is told by then, and time stays bounded

_BEYOND = np.uint32(0xFFFF)  # stands for all signs from here on where signs are looked for

_FOLDED = Path(__file__).parents[1] / "data" / "models" / "folded.npz"


class Batch:
    """Texts side by side.

    ``codes``   folded characters of all texts, each text followed by END, uint32
    ``plain``   the same as a string
    ``starts``  where each text begins, int64; one more than there are texts
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = [text[:LIMIT] for text in texts]
        written = END.join(self.texts) + END
        if written.count(END) > len(self.texts):
            written = END.join(text.replace(END, " ") for text in self.texts) + END
        signs = np.frombuffer(written.encode("utf-32-le", "surrogatepass"), np.uint32)
        self.codes: NDArray[np.uint32] = _folded().take(signs)
        ends = accumulate(map(len, self.texts), lambda start, length: start + length + 1, initial=0)
        self.starts: NDArray[np.int64] = np.array(list(ends), np.int64)

    @cached_property
    def plain(self) -> str:
        """The folded characters as a string."""
        return self.codes.tobytes().decode("utf-32-le")

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """Of each text with its END."""
        return self.starts[1:] - self.starts[:-1]

    def marked(self, signs: str) -> NDArray[np.bool_]:
        """By character: whether it is one of these."""
        return _marked(signs).take(self._known)

    @cached_property
    def _known(self) -> NDArray[np.int64]:
        """The codes as places in a table: as wide as NumPy wants them."""
        return np.minimum(self.codes, _BEYOND).astype(np.int64)

    def of(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Which text each of these places is in."""
        return np.searchsorted(self.starts, places, "right") - 1

    def folded(self, text: int) -> str:
        """One text, folded."""
        return self.plain[self.starts[text] : self.starts[text + 1] - 1]


@cache
def _marked(signs: str) -> NDArray[np.bool_]:
    """By code: whether it is one of these; none is beyond the last."""
    table = np.zeros(int(_BEYOND) + 1, bool)
    table[[ord(sign) for sign in signs]] = True
    return table


@cache
def _folded() -> NDArray[np.uint32]:
    """What each character is folded to; made by nlp.train.folding."""
    table = np.arange(0x110000, dtype=np.uint32)
    with np.load(_FOLDED) as kept:
        table[kept["signs"]] = kept["folded"]
    return table
