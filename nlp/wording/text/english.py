"""Numbers in English words as figures, and the second one as 第2个: as the readers hear them."""

import re
from collections.abc import Sequence
from functools import cache

from nlp.wording.late import late
from nlp.wording.lexicon import either, load

_TEN, _HUNDRED, _THOUSAND = 10, 100, 1000
_WORDS = late(r"[a-z]+")
_MONTH = "(?:jan|feb|ma[ry]|apr|ju[nl]|aug|sep|oct|nov|dec)"
_NTH = late(rf"(?<![a-z\d])(?:on )?the (\d\d?)(?:st|nd|rd|th)(?![a-z\d]| (?:of )?{_MONTH})")
_AGO = late(r"(?<![a-z])[a-z]{3,5}(?= (?:days?|weeks?|months?) ago)")
_HAN = late("[\u3400-\u9fff]")


def in_english(text: str, letters: str = "") -> bool:
    """Whether a text has no Chinese and a word; ``letters``: those that name options by themselves."""
    if _HAN.search(text):
        return False
    small = {*load("numbers")["english_joints"]}
    words = (word for word in _WORDS.findall(text) if len(word) > 1 and word not in small)
    return any(not set(letters).issuperset(word) or len(set(word)) < len(word) for word in words)


def in_figures(text: str) -> str:
    """twenty-five, three hundred and fifty, half a dozen as 25, 350, 6; one to ten alone stay words."""
    return _spoken().sub(_figures, text)


def days_in(text: str) -> str:
    """On the 3rd as 3号, ten days ago as 10 days ago, a fortnight as two weeks."""
    many = load("numbers")["english"]
    text = _AGO.sub(lambda found: str(many.get(found[0], found[0])), text.replace("a fortnight", "2 weeks"))
    return _NTH.sub(r"\1号", text)


@cache
def _spoken() -> re.Pattern[str]:
    """Words of number one after another."""
    scale = either(load("numbers")["english_scales"])
    word = rf"(?:{either(_ones())}|{scale})"
    return re.compile(
        rf"(?<![a-z'-])(?:(?P<half>half an?) )?(?:(?P<one>an?) (?={scale}))?"
        rf"(?P<words>{word}(?:(?: and |[ -]){word})*)(?![a-z'])"
    )


@cache
def _ones() -> dict[str, int]:
    return {**load("numbers")["english"], **load("numbers")["english_more"]}


def _figures(found: re.Match[str]) -> str:
    words = [word for word in _WORDS.findall(found["words"]) if word != "and"]
    if len(words) == 1 and words[0] in load("numbers")["english"]:  # every reader knows these
        return found[0]
    value = _value(words, one=bool(found["one"] or found["half"]))
    if value is None or (found["half"] and words != ["dozen"]):
        return found[0]
    return str(value // 2 if found["half"] else value)


def _value(words: Sequence[str], *, one: bool) -> int | None:
    """What the words come to; None for a row (one two), or a scale that nothing stands before (dozen)."""
    numbers = load("numbers")
    total, section = 0, 1 if one else 0
    room = 0 if one else _THOUSAND  # what may follow must be smaller than this
    for word in words:
        scale = numbers["english_scales"].get(word)
        number = _ones().get(word, 0)
        if scale is None and number >= room:
            return None
        if scale and not section:
            return None
        if scale is None:
            section, room = section + number, _TEN if number >= 2 * _TEN else 0
        elif scale >= _THOUSAND:
            total, section, room = total + section * scale, 0, _THOUSAND
        else:
            section, room = section * scale, _HUNDRED if scale == _HUNDRED else 0
    return total + section


_ONE = "(?:one|option|choice|answer|item)"


@cache
def _ordinals() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The second one; the first two, the last two; a row of such and nothing else, and each of it."""
    words = load("numbers")
    nth, many = either(words["english_ordinals"]), either(words["english"])
    each = rf"(?:the )?(?P<nth>{nth})(?: {_ONE})?|(?P<number>{many})"
    row = rf"(?:(?:the )?(?:{nth})(?: {_ONE})?|{many})"
    return (
        re.compile(rf"(?<![a-z])(?:the )?({nth}) {_ONE}s?(?![a-z])"),
        re.compile(rf"(?<![a-z])(?:the )?(?:(first)|last) ({many}|\d)(?: {_ONE}s)?(?![a-z\d])"),
        re.compile(rf"{row}(?:(?:,? and |,? or |, ?){row})*[.! ]*"),
        re.compile(each),
    )


def in_places(text: str) -> str:
    """The second one as 第2个, the first two as 前2个: of the options shown; one and three as 1和3."""
    known, many = load("numbers")["english_ordinals"], load("numbers")["english"]
    one, several, row, each = _ordinals()
    if row.fullmatch(text):
        listed = each.sub(lambda m: f"第{known[m['nth']]}个" if m["nth"] else str(many[m["number"]]), text)
        return listed.replace(" and ", "和").replace(" or ", "或").replace(", ", "、")
    text = several.sub(lambda m: f"{'前' if m[1] else '最后'}{many.get(m[2], m[2])}个", text)
    return one.sub(lambda found: f"第{known[found[1]]}个", text)
