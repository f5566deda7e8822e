"""An answer was heard, but does not fit the question: what was heard, why it is not recorded, what would fit.

120 of a hundred, four where three may be chosen, a day to come where one gone by was asked for. Empty where
nothing of the kind was heard: then the answer was not understood.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from bot.conversation.turn import Turn
from bot.conversation.understanding import raw
from nlp import Reading, read_answer
from storage.domain.question import Question
from storage.domain.questions import ranking

_RANGE = re.compile(r"(-?[\d.]*)~(-?[\d.]*)")
_DAY = re.compile(r"\d+\D\d+")  # 2月30日, 2026-02-30: so exact, yet no day
_MOBILE = re.compile(r"1[3-9]\d+")
_MOBILE_DIGITS = 11
_QUOTED = 40  # characters of what was said


def line(turn: Turn, question: Question, reading: Reading) -> str:
    """What to say of this text, whose reading as an answer is in doubt."""
    found = _LINES.get(question.reads)
    return found(turn, question, reading) if found else ""


def line_of(turn: Turn, question: Question, keys: Sequence[str]) -> str:
    """What to say of these options picked, which the question does not take together."""
    if question.reads == "ranking":
        return _ranked(turn, question, keys)
    return _counted(turn, question, keys)


def _out_of_range(turn: Turn, question: Question, reading: Reading) -> str:
    """6 of 5, 120 of 100: from where to where."""
    limits = _RANGE.fullmatch(reading.because[-1]) if reading.because else None
    if not limits:
        return ""
    low, high = (each.removesuffix(".0") for each in limits.groups())
    key = "between" if low and high else "least" if low else "most"
    if question.reads != "number":
        key = "level"
    return _say(turn, key, said=_quoted(turn, reading.because[:-1]), low=low, high=high)


def _quoted(turn: Turn, words: Sequence[str]) -> str:
    return (words[0] if words else turn.inbound.text.strip())[:_QUOTED]


def _chosen(turn: Turn, question: Question, _reading: Reading) -> str:
    """Too many or too few options, or one that is not on the list."""
    text = turn.inbound.text.strip()
    if text.isdecimal() and len(text) == len(str(len(question.choices))):
        number = int(text)
        if number == 0 or number > len(question.choices):
            return _say(turn, "beyond", said=number, count=len(question.choices))
    return _counted(turn, question, _named(turn, question))


def _named(turn: Turn, question: Question) -> list[str]:
    """All options that the text names, however many are asked for."""
    if question.reads == "multi":
        value = raw(turn, question, turn.inbound.text).guess
    else:
        value = read_answer("multi", "", question.choices, turn.inbound.text).value
    return [key for key in value if key in question.labels] if isinstance(value, list) else []


def _counted(turn: Turn, question: Question, keys: Sequence[str]) -> str:
    told, count = _labels(turn, question, keys), len(keys)
    if question.reads == "single":
        return _say(turn, "one", told=told) if count > 1 else ""
    if question.most is not None and count > question.most:
        return _say(turn, "too_many", told=told, count=count, most=question.most)
    if question.least and 0 < count < question.least:
        return _say(turn, "too_few", told=told, least=question.least)
    return ""


def _placed(turn: Turn, question: Question, reading: Reading) -> str:
    """An order with places left open, or with more than are asked for; none, where it can be completed."""
    return "" if reading.guess else _ranked(turn, question, _named(turn, question))


def _ranked(turn: Turn, question: Question, keys: Sequence[str]) -> str:
    keys, (least, most) = tuple(dict.fromkeys(keys)), ranking.bounds(question)
    told = _labels(turn, question, keys)
    if len(keys) > most:
        return _say(turn, "ranked_many", told=told, count=len(keys), most=most)
    if not 0 < len(keys) < least:
        return ""
    if most < len(question.choices):
        return _say(turn, "ranked_few", told=told, most=most)
    left = _labels(turn, question, [key for key, _ in question.choices if key not in keys])
    return _say(turn, "unranked", told=told, left=left, count=most)


def _labels(turn: Turn, question: Question, keys: Sequence[str]) -> str:
    texts, labels = turn.context.texts, question.labels
    quoted = (texts("chat.confirm.quoted", label=labels[key]) for key in keys if key in labels)
    return texts("chat.asking.comma").join(quoted)


def _of_a_day(turn: Turn, question: Question, reading: Reading) -> str:
    """A day to come where one gone by was asked for, or the other way round; one that is not; no day."""
    if reading.guess is not None or not reading.because:
        return ""
    said = _quoted(turn, reading.because)
    known = read_answer("date", "", [], turn.inbound.text, turn.today, rules=question.rules).value
    if known is not None:
        ahead = str(known) > turn.today.isoformat()
        return _say(turn, "date_ahead" if ahead else "date_gone", said=said)
    return _say(turn, "date_none" if _DAY.search(said) else "date_open", said=said)


def _order(turn: Turn, _question: Question, reading: Reading) -> str:
    """A number of another form than order numbers have."""
    if reading.guess is not None or not reading.because:
        return ""
    turn.own()
    return _say(turn, "order", said=_quoted(turn, reading.because))


def _phone(turn: Turn, _question: Question, reading: Reading) -> str:
    """A telephone number with a digit too few or too many."""
    if reading.guess is not None or not reading.because:
        return ""
    turn.own()
    said = _quoted(turn, reading.because)
    count = sum(map(str.isdecimal, said))
    if _MOBILE.fullmatch(said) and count != _MOBILE_DIGITS:
        return _say(turn, "mobile", said=said, count=count)
    return _say(turn, "phone", said=said)


def _say(turn: Turn, key: str, **told: object) -> str:
    return turn.context.texts(f"chat.unfit.{key}", **told)


_LINES: Mapping[str, Callable[[Turn, Question, Reading], str]] = {
    "scale": _out_of_range,
    "nps": _out_of_range,
    "number": _out_of_range,
    "single": _chosen,
    "multi": _chosen,
    "ranking": _placed,
    "date": _of_a_day,
    "order": _order,
    "phone": _phone,
}
"""Kind of reading -> why it does not fit."""
