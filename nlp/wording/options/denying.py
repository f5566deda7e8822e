"""What a 不 or 没 puts aside: 不要A, A没用过; and where it is the very trouble: 遥控不灵."""

from nlp.wording.lexicon import load
from nlp.wording.options.mentions import Token
from nlp.wording.options.walk import OPTIONS, Walk

_NO_MORE = (
    *("没别的", "没其他", "没其他的", "没别的了", "没有别的", "没有其他", "没有其他的"),
    *("没有", "没", "没了", "没有了", "无"),
)


class Denying(Walk):
    """A walk that hears what is denied."""

    def negation(self) -> None:
        """Before an option it puts that aside, behind options those."""
        if self.mode == "rest":
            if self.excepting and self.token.kind == "none":
                self.besides()  # 除了三亚，别的没去
            return
        if self.run and self._means_it():
            return
        if self.excepting and self.token.kind == "none" and self.after.kind == "stop":
            self.besides()  # 除了收费没什么不满意
            return
        if self.run and self.after.options and set(self.after.options) <= set(self.run[-1].options):
            self.mode = "not"  # 包装也没破
            return
        if self._undone():
            self.put_aside(self.run)
            return
        self._negate(bool(self.run and self.here and self.before not in ("stop", "text")))

    def _negate(self, behind: bool) -> None:
        if self.run and self.here and self.before == "text" and self.token.words[:1] in "不别唔":
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
            self.found.sure &= not self.found.places or self.token.words in _NO_MORE  # 听说过讲座，没去
        else:
            self.mode = "not"

    def _means_it(self) -> bool:
        """遥控不灵 is 遥控失灵; 充电的地方也没有, where it was asked what to add."""
        lists, after = load("choices"), self.after.words
        labels = [self.leaning.labels[place] for place in self.run[-1].options]
        if after and any(f"{no}{after[:1]}" in label for label in labels for no in lists["failing"]):
            return True
        blamed = all(self.leaning.wants[place] < 0 for place in self.run[-1].options)
        if blamed and self.token.words in lists["intolerant"]:
            return True  # 花生过敏, where that was asked
        if blamed and self.token.words == "不" and after[:1] and after[0] in lists["unable"]:
            return True  # 搜不到
        return (
            self.leaning.lacking
            and self.token.words.lstrip("都也")[:1] in ("没", "无")
            and after[:1] not in tuple("必需用兴")
        )

    def _undone(self) -> bool:
        """洗车排太长没洗, 电视早不看了, 价格别动: the act itself is denied behind the option."""
        if not (self.run and self.here and self.after.kind == "text") or self.ahead:
            return False
        lists = load("choices")
        if self.token.words in lists["spare"] and self.after.words.startswith(tuple(lists["touch"])):
            return True
        asked_for = all(self.leaning.wants[i] >= 0 for token in self.run for i in token.options)
        return asked_for and self.before == "text" and self.after.words in (*lists["tried"], *lists["acts"])

    def _deny(self, told: list[Token]) -> None:
        """电话没打过 puts the telephone aside; 物流没按时到 is the very trouble with it."""
        wants, labels = self.leaning.wants, self.leaning.labels
        places = [place for token in told for place in token.options]
        blamed = any(wants[i] < 0 and self.after.words[:1] not in labels[i] for i in places)
        if blamed and (self.after.kind != "stop" or self.token.words == "不"):
            self.found.sure = False
        else:
            self.put_aside(told)

    def dislike(self) -> None:
        """最不喜欢A chooses A where that was asked."""
        if self.leaning.asked >= 0:
            self.negation()
