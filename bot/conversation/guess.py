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

    @property
    def keys(self) -> str:
        """The value in a mark: a yes to another guess is none to this one."""
        return "-".join(map(str, self.value)) if isinstance(self.value, list) else str(self.value)

    def row(self) -> list[Any]:
        """What is kept of it."""
        return [self.value, self.text, self.comment, list(self.because)]
