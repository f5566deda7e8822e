"""From option to option, from left to right: what a 不, 除了, 都 or 主要是 makes of those beside it."""

from collections.abc import Callable
from dataclasses import replace

from nlp.wording.lexicon import load
from nlp.wording.options.leaning import Leaning
from nlp.wording.options.mentions import Token
from nlp.wording.options.picked import Picked

OPTIONS = ("option", "number")
END = Token("stop", "", 0)


class Walk:
    """``mode``: what the next option is said under; ``run``: the options just named, joined by 和;
    ``ahead``: whether more options follow before the next stop."""

    def __init__(self, leaning: Leaning) -> None:
        self.found = Picked()
        self.leaning = leaning
        self.mode = ""
        self.excepting: list[Token] = []
        self.run: list[Token] = []
        self.token = self.after = END
        self.ahead = False
        self.before = "stop"

    def step(self, token: Token, after: Token) -> None:
        kind = token.kind
        if kind in OPTIONS and token.words in load("choices")["rest"] and after.kind in _WHOLES:
            kind = "rest"
        self.token, self.after = token, after
        _STEPS.get(kind, Walk.pass_by)(self)
        self.before = kind

    def pass_by(self) -> None:
        """Words that say nothing of the options."""

    def option(self) -> None:
        if self.before in OPTIONS and self.mode == "not":
            self.mode = ""  # 不要A要B: the negation went with A
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
        free = not self.run or self.before in ("first", "ordinal", "and")
        if self.token.options and free and self.after.kind in ("stop", "first", "ordinal", "and"):
            self.option()
        elif self.token.kind == "first":
            self.mode = "main"

    def others(self) -> None:
        """别的都无所谓 says nothing of those named."""
        self.mode = "rest"

    def span(self) -> None:
        """周一到周三"""
        if self.before in OPTIONS and self.run and self.after.kind == "option":
            between = range(self.run[-1].options[-1] + 1, self.after.options[0])
            self.found.chosen.append(Token("option", self.token.words, self.token.start, tuple(between)))

    def verdict(self) -> None:
        """都好 is all of them where the good was asked, none where the bad was."""
        fits = self.leaning.asked * (1 if self.token.kind == "all_good" else -1) >= 0
        if fits:
            self.token = replace(self.token, kind="all")
            self.whole()
        elif self.run:
            self._put_aside(self.run)
        elif self.excepting:
            self.found.sure = False
        else:
            self.found.none = self.found.fine = True

    def stop(self) -> None:
        if self.mode != "main" or self.run:
            self.mode = ""

    def negation(self) -> None:
        """Before an option it puts that aside, behind options those."""
        if self.before == "rest":
            return
        behind = self.run and self.before not in ("stop", "text")
        if self.run and self.before == "text" and self.token.words[:1] in "不别唔":
            self.found.sure = False  # 价格这东西不重要
        beside = self.token.start + len(self.token.words) == self.after.start
        if behind and self.ahead and not (beside and self.after.kind in OPTIONS):
            self.found.sure, self.mode = False, "not"  # 看质量不看牌子
        elif self.after.kind in OPTIONS and not (behind and self.token.kind == "none"):
            self.mode = "not"
        elif self.after.kind in OPTIONS:
            self.found.sure = False  # 价格没有质量重要
        elif behind:
            self._deny(self.found.chosen if self.before == "every" else self.run)
        elif self.token.kind == "none" and self.after.kind == "stop":
            self.found.none = True
        else:
            self.mode = "not"

    def _put_aside(self, told: list[Token]) -> None:
        self.found.left |= {place for token in told for place in token.options}

    def _deny(self, told: list[Token]) -> None:
        """电话没打过 puts the telephone aside; 物流没按时到 is the very trouble with it."""
        wants, labels = self.leaning.wants, self.leaning.labels
        places = [place for token in told for place in token.options]
        blamed = any(wants[i] < 0 and self.after.words[:1] not in labels[i] for i in places)
        if blamed and self.after.kind == "text":
            self.found.sure = False
        else:
            self._put_aside(told)

    def exception(self) -> None:
        self.mode, self.excepting = "except", []

    def exception_behind(self) -> None:
        self.excepting = self.excepting or self.run
        self._put_aside(self.excepting)

    def whole(self) -> None:
        """都: all the others where some were put aside before, else all that were named."""
        if self.after.kind in ("not", "none", "indifferent"):
            return
        named = [token for token in self.run if token not in self.excepting]
        if (
            (self.excepting and not named)
            or self.before == "rest"
            or (self.token.kind == "all" and not self.found.places)
        ):
            self.found.all_but = True
        if self.mode != "except" or self.excepting:
            self.mode = ""

    def besides(self) -> None:
        """除了价格还看重质量: both."""
        self.found.chosen += self.excepting
        self.found.left -= {place for each in self.excepting for place in each.options}
        self.excepting, self.mode = [], ""

    def correction(self) -> None:
        self.found.dropped = max(self.found.dropped, len(self.found.places))
        self.found.chosen, self.mode, self.run = [], "", []

    def switch(self) -> None:
        if self.mode == "not":
            self.mode = ""
            self.found.open |= self.token.words == "就是" and self.before in OPTIONS  # 不是A就是B

    def than(self) -> None:
        self.mode = "not"

    def less(self) -> None:
        self._put_aside(self.run)

    def emphasis(self) -> None:
        self.mode = "main"

    def second(self) -> None:
        if self.run and self.before in OPTIONS:
            self.found.minor |= {place for each in self.run for place in each.options}
        else:
            self.mode = "minor"

    def indifference(self) -> None:
        """价格无所谓, 不在乎价格 put it aside; 无所谓 alone chooses nothing."""
        if self.mode == "rest":
            return
        if self.after.kind in OPTIONS:
            self.mode = "not"
        elif self.run and self.before != "stop":
            self._put_aside(self.run)
        else:
            self.found.open = True

    def doubt(self) -> None:
        self.found.open |= self.token.kind == "any" or bool(self.found.places)


_WHOLES = ("every", "all", "not", "none")
_STEPS: dict[str, Callable[[Walk], None]] = {
    "option": Walk.option,
    "number": Walk.option,
    "ordinal": Walk.ordinal,
    "stop": Walk.stop,
    "rest": Walk.others,
    "not": Walk.negation,
    "none": Walk.negation,
    "except": Walk.exception,
    "but_for": Walk.exception_behind,
    "every": Walk.whole,
    "all": Walk.whole,
    "also": Walk.besides,
    "correct": Walk.correction,
    "is": Walk.switch,
    "than": Walk.than,
    "less": Walk.less,
    "main": Walk.emphasis,
    "first": Walk.ordinal,
    "to": Walk.span,
    "all_good": Walk.verdict,
    "all_bad": Walk.verdict,
    "indifferent": Walk.indifference,
    "lesser": Walk.second,
    "next": Walk.second,
    "last_rank": Walk.second,
    "or": Walk.doubt,
    "any": Walk.doubt,
}
