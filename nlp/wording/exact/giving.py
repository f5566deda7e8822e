"""What the exact answers (date, order, phone, number) share: a value recorded, or why there is none."""

import re
from dataclasses import replace
from functools import cache, lru_cache

from nlp.reading import Reading, Value
from nlp.wording.asked import Asked, Said, answer
from nlp.wording.exact.elsewhere import another_way
from nlp.wording.late import late
from nlp.wording.lexicon import either, load
from nlp.wording.text.normal import PUNCTUATION, core, normalise
from nlp.wording.text.slips import mend
from nlp.wording.wishes.missing import missing, why
from nlp.wording.words import Words

_TAKEN_UP = late(r"[^\W\d没不无未忘记]{2,12}")
_PARTICLES = "的了吧啊呀呢"
_STORY = 60  # characters up to which 不清楚 as one clause of several is the answer


def full(said: Said) -> str:
    """The whole text in normal form: 不对 and 转801 read like wishes when they stand apart."""
    return mend(normalise(said.written))


@cache
def _reasons(kind: str) -> tuple[dict[str, str], Words, Words]:
    """Phrase → reason; the phrases to be found; what may be said beside them."""
    own = load(kind)
    lists = [*load("exact")["missing"].items(), *own.get("missing", {}).items()]
    words = {word: why for why, words in lists for word in words}
    return words, Words(words), Words(own["about"])


def nothing_to_give(asked: Asked, said: Said) -> Reading | None:
    """没有电话, 不想留 as the whole answer to such a question: no wish, but that there is none."""
    reading = absent(said, asked) if asked.kind in ("date", "order", "phone") else None
    return reading if reading and reading.because == (said.text,) else None


def absent(said: Said, asked: Asked) -> Reading | None:
    """Why no value was given, where the answer or a clause of a short one says so: 单号找不到了."""
    whole = None if another_way(asked.kind, said.text) else missing(said, none=True)
    if whole:
        return whole
    texts = [said.text, *(clause.text for clause in said.clauses)] if len(said.text) <= _STORY else []
    for text in texts:
        reason = _why(text, asked) or _declined(text)
        if reason:
            comment = _comment(said, asked.kind, (text,))
            return Reading("answer", missing=reason, comment=comment, because=(text,))
    return None


def _declined(text: str) -> str | None:
    """不留电话, 真不记得了: what says so in any question."""
    reason = why(text)
    return reason if reason in ("unknown", "refused") else None


def _why(text: str, asked: Asked) -> str | None:
    if another_way(asked.kind, text):
        return "refused"
    words, phrases, about = _reasons(asked.kind)
    bare = PUNCTUATION.sub("", text)
    short = about.sub("", bare)
    taken_up = "" if asked.kind == "number" else about.sub("", _matter(asked.text).sub("", bare))  # 没排队: 0
    for form in (bare, core(bare), short, core(short), taken_up):
        if form in words:
            return words[form]
        last = _nothing_but(phrases, form)
        if last:
            return words[last]
    return None


@lru_cache(maxsize=256)
def _matter(question: str) -> re.Pattern[str]:
    """The words of the question by twos and more, that an answer may take up: 没有保单 of 保单号."""
    spans = [(run, at) for run in _TAKEN_UP.findall(normalise(question)) for at in range(len(run) - 1)]
    return re.compile(either({run[at:end] for run, at in spans for end in range(at + 2, at + 5)}))


def _nothing_but(phrases: Words, text: str) -> str:
    """The last phrase of a text that is phrases and particles; else ''."""
    last, place = "", 0
    while place < len(text):
        phrase = phrases.longest(text, place)
        if not phrase and text[place] not in _PARTICLES:
            return ""
        last, place = phrase or last, place + (len(phrase) or 1)
    return last


def recorded(said: Said, kind: str, value: Value, words: tuple[str, ...]) -> Reading:
    """The value, unless it was put as a question."""
    return replace(answer(said, value, *words), comment=_comment(said, kind, words))


def _comment(said: Said, kind: str, words: tuple[str, ...]) -> str:
    """What else was said; words that go with any answer of the kind (订单号是…) are nothing else."""
    return said.comment(*words, *_reasons(kind)[2].findall(said.text))
