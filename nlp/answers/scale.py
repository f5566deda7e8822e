"""Levels from bad to good, 2 to 11 of them, shown in either order."""

from dataclasses import replace

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, answer, ask
from nlp.wording.options.choices import choices_of
from nlp.wording.praise.degrees import marks_in
from nlp.wording.praise.failure import failure
from nlp.wording.praise.opinion import Opinion, opinion
from nlp.wording.scores.by_number import by_number
from nlp.wording.scores.contrary import bitter
from nlp.wording.scores.ladder import Ladder, ladder_of
from nlp.wording.text.topics import asked_topics
from nlp.wording.wishes.missing import missing

_STATEMENT = "agree"  # the levels of who is asked whether something is so
_PLACES = 7  # levels up to which 第二个 and B are spoken of as places in a list


def quoted(key: str) -> str:
    """A level stands for its key."""
    return key


def read(asked: Asked, said: Said, family: str = "") -> Reading:
    """The level said by label, number, place, or in words of praise and blame; or that there is none.

    ``family``: the words that such a question is answered in, where the labels do not tell.
    """
    own = ladder_of(asked.options)
    ladder = replace(own, family=family) if family else own
    reading = (
        by_number(asked, own, said)
        or _by_name(asked, said)
        or _unknown(asked, own, said)
        or _by_words(asked, ladder, said)
        or _by_mention(asked, ladder, said)
    )
    return replace(reading, guess=None) if _mocks(asked, own, said, reading) else reading


def _mocks(asked: Asked, ladder: Ladder, said: Said, reading: Reading) -> bool:
    """呵呵，真棒，等了三小时: to offer five points for that would be deaf, and one tap from a false value."""
    if reading.guess is None or ladder.degrees is None:
        return False
    keys = [key for key, _ in asked.options]
    return ladder.degrees[keys.index(str(reading.guess))] > 0 and bitter(said.text)


def _by_name(asked: Asked, said: Said) -> Reading | None:
    choices = choices_of(asked.options, asked.rules)
    few = len(asked.options) <= _PLACES
    place = choices.whole(said.text) if few else choices.exact(said.text)
    return None if place is None else answer(said, asked.options[place][0], said.text)


def _unknown(asked: Asked, ladder: Ladder, said: Said) -> Reading | None:
    """不清楚 and 没用过 are no levels, unless it was asked how clear something is, or how often used."""
    found = missing(said, none=False)
    if not found or found.because[0].lstrip("不太") in asked.text:
        return None
    return None if ladder.family and marks_in(found.because[0], ladder.family) else found


def _by_words(asked: Asked, ladder: Ladder, said: Said) -> Reading | None:
    about = asked_topics(asked.text)
    heard = opinion(about, ladder, said.clauses) or _failed(about, said)
    if heard and not heard.sure and ladder.family == _STATEMENT:
        heard = _echoed(asked, ladder, said) or heard
    found = ladder.nearest(heard.degree) if heard else None
    if not heard or not found:
        return None
    place, sure = found
    key = asked.options[place][0]
    return answer(said, key, *heard.words) if sure and heard.sure else ask(said, key, *heard.words)


def _echoed(asked: Asked, ladder: Ladder, said: Said) -> Opinion | None:
    """Whether a statement holds, in its own words: 不专业 to 员工专业，您同意吗."""
    heard = opinion(frozenset(), replace(ladder, family=""), said.clauses)
    own = heard and heard.sure and len(heard.words) == 1
    stems = [mark.stem for c in said.clauses for mark in marks_in(c.text)] if own else []
    if not heard or len(stems) != 1 or stems[0].lstrip("不") not in asked.text:
        return None
    return replace(heard, degree=heard.degree * (2 if abs(heard.degree) > 1 else 1))


def _failed(about: frozenset[str], said: Said) -> Opinion | None:
    """Something went wrong, and no more was said: surely not good, but how bad?"""
    words = failure(about, said.clauses, waits=False)
    return Opinion(-1.0, (words,), sure=False) if words else None


def _by_mention(asked: Asked, ladder: Ladder, said: Said) -> Reading:
    """A label quoted within a sentence, for levels that are neither numbers nor praise (按时, 略有延迟)."""
    choices = choices_of(asked.options, asked.rules)
    if ladder.degrees is not None or len(asked.options) > _PLACES:
        return ask(said)
    hits = [hit for clause in said.clauses if not clause.unreal for hit in choices.named(clause.text)]
    if not hits:
        return ask(said)
    key = asked.options[hits[-1].option][0]
    plain = len({hit.option for hit in hits}) == 1 and not any(hit.negated or not hit.sure for hit in hits)
    return answer(said, key, hits[-1].words) if plain else ask(said, key, hits[-1].words)
