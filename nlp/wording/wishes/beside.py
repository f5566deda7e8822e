"""What is understood of a message that is no wish as a whole: the answer, and what is wanted beside it."""

from dataclasses import replace

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said
from nlp.wording.wishes.asides import asked_last, lone_wish, mentioned, never_used, outweighs
from nlp.wording.wishes.asked_for import asked_for
from nlp.wording.wishes.asking import asks
from nlp.wording.wishes.oaths import swears

_CHOSEN = ("scale", "nps", "yes_no", "single", "multi", "ranking")
_CUT_SHORT = ("single", "multi")  # 先看贵不贵，最后等多久 is an order all the same
_OF_FACT = ("question", "status")


def or_aside(reading: Reading, asked: Asked, text: str, plain: str) -> Reading:
    """What answers nothing may still ask, chat or swear."""
    if asked.kind == "text":
        return _in_open(reading, text, plain)
    aside = mentioned(plain)
    of_fact = asked.kind in _CUT_SHORT and aside is not None and aside[0] in _OF_FACT and asks(plain)
    if reading.outcome == "answer" and not of_fact:  # 营业厅几点开门
        return replace(reading, intent="abuse") if swears(plain) else reading
    if aside and not asked_for(asked, aside[0], plain):
        return _aside(reading, asked, plain, *aside, text=text, of_fact=of_fact)
    if asked.kind in _CHOSEN and (reading.guess is None or not reading.because) and asks(plain):
        return Reading("intent", comment=text, because=(plain,), intent="question")
    return reading


def _aside(
    reading: Reading, asked: Asked, plain: str, intent: str, words: str, *, text: str, of_fact: bool
) -> Reading:
    """The wish, unless it is more likely an answer in part; 其他 is guessed without words."""
    if intent == "wrong_person" and never_used(plain, words, asked):
        return Reading("answer", missing="not_applicable", because=(plain,))
    unheard = not reading.because and (reading.guess is None or intent != "question")
    if unheard or of_fact or outweighs(intent):
        return Reading("intent", comment=text, because=(words,), intent=intent)
    return reading


def _in_open(reading: Reading, text: str, plain: str) -> Reading:
    """An open answer of one short clause may be a wish; a story may end by asking how a complaint stands."""
    aside = lone_wish(plain)
    if aside and (not reading.because or outweighs(aside[0])):
        return Reading("intent", comment=text, because=(aside[1],), intent=aside[0])
    standing = asked_last(plain)
    return replace(reading, intent="status", because=(standing,)) if standing else reading


def beside(reading: Reading, intent: str, words: tuple[str, ...], said: Said) -> Reading:
    """A wish beside an answer keeps the answer; beside anything else it is what the customer wants."""
    if intent == "abuse" and (reading.missing or reading.guess is not None):
        return reading  # no reason to stop listening
    if intent == "later" and reading.missing == "none":
        return reading  # 暂时没有，以后有再说
    untrue = intent == "wrong_person" and isinstance(reading.value, bool)  # 我没退过款，找错人了
    value = reading.value if reading.outcome == "answer" and not untrue else None
    return Reading(
        "intent" if value is None else "answer",
        value,
        guess=reading.guess,
        comment=said.written if value != said.written else "",
        because=words if value is None else (*reading.because, *words),
        intent=intent,
    )
