"""A value that the customer may have meant, until they say so."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Guess:
    """`text` is what the customer wrote; `comment` and `because` as `nlp.read_answer` gave them."""

    value: Any
    text: str
    comment: str = ""
    because: tuple[str, ...] = ()

    def row(self) -> list[Any]:
        """What is kept of it."""
        return [self.value, self.text, self.comment, list(self.because)]
