"""From option to option, from left to right: those named, and what was said right before them."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from nlp.wording.lexicon import load
from nlp.wording.options.leaning import Leaning
from nlp.wording.options.mentions import Token
from nlp.wording.options.nothing import is_none
from nlp.wording.options.picked import Picked

OPTIONS = ("option", "number")
END = Token("stop", "", 0)
_WHOLES = ("every", "all", "not", "none", "all_good", "all_bad", "any")


class Walk:
    """``mode``: what the next option is said under; ``run``: the options just named, joined by 和;
    ``ahead``: whether more options follow before the next stop, ``here``: whether any was before."""

    STEPS: ClassVar[Mapping[str, Callable[..., None]]] = {}  # what a token of each kind does

    def __init__(self, leaning: Leaning) -> None:
        self.found = Picked()
        self.leaning = leaning
        self.mode = ""
        self.excepting: list[Token] = []
        self.run: list[Token] = []
        self.token = self.after = END
        self.ahead = self.here = False
        self.before = "stop"

    def step(self, token: Token, after: Token) -> None:
        kind = self._meant(token, after)
        self.token, self.after = token._replace(kind=kind), after
        self.STEPS.get(kind, Walk.pass_by)(self)
        self.before = kind

    def _meant(self, token: Token, after: Token) -> str:
        """The kind of a token where it stands: one word may be an option's name and a small word."""
        alone = self.before == after.kind == "stop" and self.found.places
        claims = (
            ("rest", token.kind in OPTIONS and after.kind in _WHOLES),  # 其他都好
            ("not", token.kind == after.kind == "option"),  # 不需要送货, beside an option 不需要
            ("none", token.kind == "option" and self.excepting),  # 除了A都没带
            ("all_good", token.kind == "option" and self.excepting),  # 除了A都满意, beside an option 都满意
            ("correct", token.kind == "not" and alone),  # 第一个吧，不，第三个
        )
        if self._denies(token):
            return "none"  # 狗没养过, beside an option 没养过
        lists = load("choices")
        fitting = [
            kind for kind, fits in claims if fits and (kind == "correct" or token.words in lists[kind])
        ]
        return fitting[0] if fitting else token.kind

    def _denies(self, token: Token) -> bool:
        behind = (
            token.kind == "option" and token.words[0] in "没未无" and self.here and self.before in OPTIONS
        )
        return behind and all(is_none(self.leaning.labels[i]) for i in token.options)

    def pass_by(self) -> None:
        """Words that say nothing of the options."""

    def option(self) -> None:
        if self.before in OPTIONS and self.mode == "not":
            self.mode = ""  # 不要A要B: the negation went with A
        self.here = True
        self.run = [*self.run, self.token] if self.before in (*OPTIONS, "and") else [self.token]
        self.found.unknown |= not self.token.options
        if self.mode == "except":
            self.excepting.append(self.token)
        if self.mode in ("not", "except"):
            self.found.left.update(self.token.options)
            return
        self.found.left -= set(self.token.options) - self._excepted()  # 除了C，前四个都选
        self.found.chosen.append(self.token)
        if self.mode in ("main", "minor"):
            getattr(self.found, self.mode).update(self.token.options)

    def _excepted(self) -> set[int]:
        return {place for token in self.excepting for place in token.options}

    def ordinal(self) -> None:
        """排第二那个 names an option; 质量第一 does not."""
        last = self.run[-1] if self.run else None
        behind = self.before in ("stop", "ordinal") and last is not None  # 第一，第三
        listed = behind and last is not None and (last.kind in ("first", "ordinal") or last in self.excepting)
        free = last is None or listed or self.before in ("first", "and")
        ends = self.after.kind in ("stop", "first", "ordinal", "and", "all", "every")
        if self.token.options and free and ends:
            self.option()
        elif self.token.kind == "first":
            self.mode = "main"
        elif self.before == "stop" and self.token.options and ends:
            self.found.sure = False  # 质量，第二，第三都要

    def span(self) -> None:
        """周一到周三"""
        if self.before in OPTIONS and self.run and self.after.kind == "option":
            between = range(self.run[-1].options[-1] + 1, self.after.options[0])
            self.found.chosen.append(Token("option", self.token.words, self.token.start, tuple(between)))

    def stop(self) -> None:
        self.here = False
        if self.mode != "main" or self.run:
            self.mode = ""

    def put_aside(self, told: list[Token]) -> None:
        self.found.left |= {place for token in told for place in token.options}

    def besides(self) -> None:
        """除了价格还看重质量: both."""
        self.found.chosen += self.excepting
        self.found.left -= {place for each in self.excepting for place in each.options}
        self.excepting, self.mode = [], ""

    def correction(self) -> None:
        """A，不对，B; AB，B不要了，换成D keeps A."""
        self.found.dropped = max(self.found.dropped, len(self.found.places))
        kept = self.found.left & {place for token in self.found.chosen for place in token.options}
        if not kept or self.token.words not in load("choices")["instead"]:
            self.found.chosen = []
        self.mode, self.run = "", []

    def emphasis(self) -> None:
        self.mode = "main"
