"""What reading the options mentioned has come to: those chosen, those put aside, and how sure that is."""

from dataclasses import dataclass, field

from nlp.wording.options.mentions import Token


@dataclass(slots=True)
class Picked:
    """Options by place, in order of speaking.

    ``left``: put aside; ``main``, ``minor``: said to weigh most, or less; ``dropped``: how many taken back;
    ``all_but``: all were meant but those put aside; ``none``: none of them, ``fine``: for all were good;
    ``open``: 还是, 都行; ``steps``: one after the other; ``unknown``: what names no option stands like one,
    ``strange``: such words in a list;
    ``sure``: beyond doubt.
    """

    chosen: list[Token] = field(default_factory=list)
    left: set[int] = field(default_factory=set)
    main: set[int] = field(default_factory=set)
    minor: set[int] = field(default_factory=set)
    dropped: int = 0
    all_but: bool = False
    none: bool = False
    fine: bool = False
    strange: list[str] = field(default_factory=list)
    open: bool = False
    steps: bool = False
    unknown: bool = False
    sure: bool = True

    @property
    def places(self) -> list[int]:
        """Those chosen and not put aside, each once."""
        told = [place for token in self.chosen for place in token.options]
        return list(dict.fromkeys(place for place in told if place not in self.left))
