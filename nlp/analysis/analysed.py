"""What one text says."""

from collections.abc import Iterator

from nlp.analysis.aspects import Matter
from nlp.analysis.chunk import Chunk, Quick
from nlp.analysis.reading import INTENTS, URGENCIES, Intent, Urgency

_FIELDS = (
    "polarity",
    "confidence",
    "intent",
    "categories",
    "urgency",
    "safety",
    "emotion",
    "offensive",
    "sarcastic",
    "keywords",
    "evidence",
    "personal",
    "model",
)


class Analysis:
    """One text, as a value. All spans are places in the text as given.

    ``polarity``    -1..1 = 2 P(positive) - 1; below 1/3 in size is neutral, 0 for nothing said
    ``confidence``  0..1, how likely it is that the polarity's side is right
    ``intent``      complaint | suggestion | praise | inquiry | request | other
    ``categories``  [(category's key, polarity, (start, end))], best first
    ``urgency``     routine | soon | now;  ``safety``: whether somebody is, or may be, harmed
    ``emotion``     like happiness sadness anger disgust fear surprise neutral
    ``offensive``   0..1;  ``sarcastic``: says the opposite of what it means
    ``keywords``    best first;  ``evidence``: [(start, end)] what the polarity rests on
    ``personal``    [(kind, start, end)];  ``model``: what found all this

    What is slow to find is found when it is first read, for all texts of a chunk at once.
    """

    def __init__(self, chunk: Chunk, text: int, quick: Quick) -> None:
        self._chunk, self._text = chunk, text
        self.polarity, self.confidence, self.sarcastic, intent, urgency, self.safety = quick
        self.intent: Intent = INTENTS[intent]
        self.urgency: Urgency = URGENCIES[urgency]
        self.model = chunk.version

    @property
    def categories(self) -> list[Matter]:
        """See above."""
        return self._chunk.categories[self._text]

    @property
    def emotion(self) -> str:
        """See above."""
        return self._chunk.emotions[self._text]

    @property
    def offensive(self) -> float:
        """See above."""
        return self._chunk.offences[self._text]

    @property
    def keywords(self) -> list[str]:
        """See above."""
        return self._chunk.keywords[self._text]

    @property
    def evidence(self) -> list[tuple[int, int]]:
        """See above."""
        return self._chunk.evidence[self._text]

    @property
    def personal(self) -> list[tuple[str, int, int]]:
        """See above."""
        return self._chunk.personal[self._text]

    def _values(self) -> Iterator[object]:
        return (getattr(self, name) for name in _FIELDS)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Analysis) and all(
            ours == theirs for ours, theirs in zip(self._values(), other._values(), strict=True)
        )

    __hash__ = None  # type: ignore[assignment]  # holds lists

    def __repr__(self) -> str:
        return f"Analysis({', '.join(f'{name}={getattr(self, name)!r}' for name in _FIELDS)})"
