"""Numbers that are scores: 4, 四星, 打4分, 4/5, 八成, ★★★☆☆; not those of 等了5天, 5分钟 or 三星手机."""

import re
from functools import cache

from nlp.wording.late import late
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.praise.degrees import marks_in
from nlp.wording.scores.bases import without_base
from nlp.wording.scores.grammar import spoken
from nlp.wording.scores.score import EMPTY, FILLED, HEARTS, HOLLOW, Doubt, Score, out_of
from nlp.wording.text.normal import PUNCTUATION, core
from nlp.wording.text.numerals import first_digit, number, numeral, roman
from nlp.wording.text.topics import topic_names
from nlp.wording.words import Words

COMPARES = late(r"^\W*[<>]=?\s*\d+\W*$(?<!>)|\d\s*-+\s*$")  # >3, 5-; but <3>
_EACH_WAY = late(r"\s*[+][1一]\W*$")  # +1: so say I, or one more


def scores_in(text: str) -> list[Score]:
    """The scores that a clause gives, in order."""
    if not gives_number(text):
        return []
    return _restated(text) or _whole(core(text), text) or _within(text) or _of_matter(text)


def _restated(text: str) -> list[Score]:
    """7算了8: two numbers in one breath, and the first is taken back."""
    back = pattern("numbers", "corrects").search(text)
    parts = (text[: back.start()], text[back.end() :]) if back else ()
    scores = [_whole(core(part), part) for part in parts]
    if not all(scores):
        return []
    return [*scores[0], *(each._replace(start=each.start + back.end()) for each in scores[1])] if back else []


def _of_matter(text: str) -> list[Score]:
    """质量4, 物流:3."""
    named = _matter().match(text)
    return _whole(core(text[named.end() :]), text) if named else []


@cache
def _matter() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(topic_names())})+(?:方面|这块|上|嘛|呢|是|得)?\s*[:=-]?")


def gives_number(text: str) -> bool:
    """Whether there may be a score at all."""
    return _hints().search(text) is not None or any(map(str.isdecimal, text))


@cache
def _hints() -> Words:
    """Without any of these, or a digit, there is no score."""
    data = load("numbers")
    signs = "".join((*data["digits"], *data["places"], FILLED, EMPTY, HEARTS))
    words = (*data["shares"], *data["nothing"], *data["about"], *data["english"], *data["roman"])
    return Words((*signs, *words))


def _whole(bare: str, text: str) -> list[Score]:
    """A clause that is nothing but a number."""
    start = max(text.find(bare), 0)
    value = roman(bare)
    if value is not None:
        return [Score(value, bare, start, doubt="vague" if bare in ("i", "x") else "")]
    share = load("numbers")["about"].get(bare)
    if share is not None:
        return [
            Score(float(share), bare, start, "share", "" if bare in load("numbers")["halves"] else "vague")
        ]
    found = None if _EACH_WAY.match(text) else _alone().fullmatch(bare.rstrip("-"))
    if not found:
        return _drawn(bare, start)
    score = _alone_score(found, bare, start)
    return [score._replace(doubt="vague") if COMPARES.search(text) else score]


@cache
def _alone() -> re.Pattern[str]:
    data, n = load("numbers"), numeral()
    before = either((*data["denied_before"], *data["vague_before"]))
    after = either((*data["vague_after"], *data["maybe_units"]))
    tail = either(data["tails"])
    return re.compile(
        rf"(?P<before>{before})?(?P<low>[+-]?{n})(?:\s*(?:{either(data['between'])})\s*(?P<high>{n}))?(?:{tail})?(?P<after>{after})?"
    )


def _alone_score(found: re.Match[str], bare: str, start: int) -> Score:
    value = number(found["low"].lstrip("+-"))
    if value is None:
        return Score(first_digit(found["low"]), bare, start, doubt="vague")
    doubt: Doubt = "vague" if found["high"] or found["after"] or found["before"] else ""
    if (found["before"] or "") in load("numbers")["denied_before"]:
        doubt = "denied"
    return Score(-value if found["low"][0] == "-" else value, bare, start, doubt=doubt)


def _drawn(bare: str, start: int) -> list[Score]:
    """Three hearts and more stand for points when they are all that was said; two are mere joy."""
    found = re.fullmatch(rf"([{HEARTS}])(\1*)([{HOLLOW}]*)", bare)
    if not found or len(bare) < 3:
        return []
    full, all_of_them = 1 + len(found[2]), float(len(bare))
    return [Score(float(full), bare, start, "stars", "", all_of_them if found[3] else None)]


def _within(text: str) -> list[Score]:
    base, left = without_base(text)
    found = list(spoken(left))
    if base is None:
        return found or _beside_words(left)
    found = found or _whole(core(left), left)
    if any(score.kind != "delta" for score in found):
        return [out_of(score, base.value) for score in found]
    own = (
        [Score(base.value, base.words, text.find(base.words), "base", base=base.value)] if base.alone else []
    )
    return own + found


def _beside_words(text: str) -> list[Score]:
    """4挺好的, 满意4, 3因为慢: a digit beside praise or blame, or its reason, and nothing else."""
    text = core(text)
    first = re.match(r"\d{1,3}(?![\d.%])\s*", text)
    if first:
        rest = PUNCTUATION.sub("", text[first.end() :])
        marks = list(marks_in(rest))
        reason = pattern("numbers", "reasons").match(rest)
        return [_plain(first[0].strip())] if reason or (marks and marks[0].start == 0) else []
    last = re.search(r"(?<![\d.])\d{1,3}$", text)
    marks = list(marks_in(text[: last.start()])) if last else []
    return [_plain(last[0])] if last and marks and marks[-1].end == last.start() else []


def _plain(digits: str) -> Score:
    return Score(float(digits), digits)
