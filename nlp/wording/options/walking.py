"""What a 不, 除了, 都, 其他 or 主要是 makes of the options beside it."""

from nlp.wording.lexicon import load
from nlp.wording.options.denying import Denying
from nlp.wording.options.walk import OPTIONS


class Walking(Denying):
    """A walk that hears the small words as well."""

    def others(self) -> None:
        """别的都无所谓 says nothing of those named."""
        self.mode = "rest"

    def verdict(self) -> None:
        """都好 is all of them where the good was asked, none where the bad was."""
        sign = 1 if self.token.kind == "all_good" else -1
        fits = self.leaning.asked * sign > 0 or (not self.leaning.asked and (sign > 0 or not self.run))
        if self.excepting and not fits:
            self.besides()  # 除了价格都满意
        elif self.before == "rest":
            self.found.all_but |= fits and bool(self.found.left) and not self.found.places
        elif fits:
            self.token = self.token._replace(kind="all")
            self.whole()
        elif self.run:
            self.put_aside(self.run)
        else:
            self.found.none = self.found.fine = True

    def exception(self) -> None:
        if self.here and self.before in OPTIONS and self.after.kind == "stop":
            self.exception_behind()  # 价格排除
            return
        self.mode, self.excepting = "except", []

    def exception_behind(self) -> None:
        self.excepting = self.excepting or self.run
        self.put_aside(self.excepting)

    def whole(self) -> None:
        """都: all the others where some were put aside before, else all that were named."""
        if self.after.kind in ("not", "none", "indifferent"):
            return
        if self._has_all() or self._of_one_thing():
            return
        if self.token.words[0] == "都" and self.after.kind in OPTIONS and not self.here:
            self.mode = ""  # 不用现金，都是支付宝
            return
        if self.before == "text" and not self.run and self.token.words[0] == "都":
            self.found.unknown |= self.after.kind == "stop"  # 免费的都要; but 每次都要等 is no 都 of options
            return
        if self.before == "rest" and self.found.places and not self.found.left:
            self.found.sure = False  # 带了身份证，其他都丢了
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

    def _of_one_thing(self) -> bool:
        """All kettles: of that thing, not of the options."""
        found = self.token.words in load("choices")["all_of"] and self.after.named and not self.run
        self.mode = "" if found else self.mode
        return found

    def _has_all(self) -> bool:
        """都交了, where it was asked what is lacking; 我都去柜台办 is not sure to be all."""
        lists = load("choices")
        if self.run:
            return False
        if self.leaning.lacking and self.token.words in lists["possessed"]:
            self.found.none = self.found.fine = True
            return True
        self.found.sure &= self.after.kind != "text" or self.token.words[1:] not in lists["tried"]
        return False

    def switch(self) -> None:
        if self.mode == "not":
            self.mode = ""
            self.found.open |= self.token.words == "就是" and self.before in OPTIONS  # 不是A就是B

    def than(self) -> None:
        self.mode = "not"

    def less(self) -> None:
        self.put_aside(self.run)

    def later(self) -> None:
        """胃镜下次, 晚上太晚; but not where that is the very fault."""
        if self.found.places and self.after.kind in OPTIONS and "再" in self.token.words:
            self.mode = "not"  # A，以后再看B
        wants = [self.leaning.wants[i] for token in self.run for i in token.options]
        if self.here and self.after.kind == "stop" and all(want >= 0 for want in wants):
            self.put_aside(self.run)

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
            self.put_aside(self.run)
        else:
            self.found.open = True

    def then(self) -> None:
        """先坐地铁再走路: the one after the other."""
        self.found.steps |= bool(self.run) and self.token.words not in load("choices")["lesser"]
        self.mode = "minor"

    def formerly(self) -> None:
        """以前养狗 chooses nothing, 周三以后 more than that."""
        if self.before in OPTIONS:
            self.found.open = True
        else:
            self.mode = "not"

    def doubt(self) -> None:
        if self.found.dropped and not self.found.places:
            return  # A吧，算了，还是D
        if self.token.kind == "any" and self.token.words[0] == "都":
            if self.excepting and not self.here:
                self.found.all_but = True  # 除了电话，都行
                return
            if self.here and len(self.run) > 1:
                return  # 手机微信都行
        if self.before == "rest" and (self.found.places or self.found.left):
            self.found.all_but |= not self.found.places  # 周末不行，其他都可以
            return
        self.found.open |= self.token.kind == "any" or bool(self.found.places)


Walking.STEPS = {
    "option": Walking.option,
    "number": Walking.option,
    "ordinal": Walking.ordinal,
    "stop": Walking.stop,
    "rest": Walking.others,
    "not": Walking.negation,
    "none": Walking.negation,
    "disliked": Walking.dislike,
    "except": Walking.exception,
    "but_for": Walking.exception_behind,
    "every": Walking.whole,
    "all": Walking.whole,
    "also": Walking.besides,
    "correct": Walking.correction,
    "is": Walking.switch,
    "than": Walking.than,
    "less": Walking.less,
    "put_off": Walking.later,
    "main": Walking.emphasis,
    "first": Walking.ordinal,
    "to": Walking.span,
    "all_good": Walking.verdict,
    "all_bad": Walking.verdict,
    "indifferent": Walking.indifference,
    "lesser": Walking.second,
    "next": Walking.then,
    "formerly": Walking.formerly,
    "last_rank": Walking.second,
    "or": Walking.doubt,
    "any": Walking.doubt,
}
