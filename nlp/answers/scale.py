"""Levels from bad to good, 2 to 11 of them, shown in either order."""

from dataclasses import replace

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, answer, ask
from nlp.wording.lexicon import load
from nlp.wording.options.choices import choices_of
from nlp.wording.phrases import bare
from nlp.wording.praise.deeds import trades_asked
from nlp.wording.praise.degrees import marks_in
from nlp.wording.praise.failure import failure
from nlp.wording.praise.opinion import Opinion, opinion
from nlp.wording.praise.overpraise import part_quoted
from nlp.wording.praise.own_matter import OTHER, asks_other
from nlp.wording.praise.vocabulary import families_of, own_stems
from nlp.wording.scores.by_number import by_number
from nlp.wording.scores.contrary import bitter
from nlp.wording.scores.ladder import Ladder, ladder_of
from nlp.wording.scores.numbering import names_of
from nlp.wording.scores.places import PLACES
from nlp.wording.scores.rates import by_rate
from nlp.wording.text.normal import core, unpunctuated
from nlp.wording.text.topics import asked_topics
from nlp.wording.wishes.missing import missing

_STATEMENT = "agree"  # the levels of who is asked whether something is so


def quoted(key: str) -> str:
    """A level stands for its key."""
    return key


def read(asked: Asked, said: Said, family: str = "") -> Reading:
    """The level said by label, number, place, or in words of praise and blame; or that there is none.

    ``family``: the words that such a question is answered in, where the labels do not tell.
    """
    own = ladder_of(asked.options)
    ladder = own._replace(family=family) if family else own
    reading = (
        _by_rate(asked, said)
        or _in_one_word(asked, own, said)
        or by_number(asked, own, said)
        or _by_name(asked, said)
        or _unknown(asked, own, said)
        or _by_words(asked, ladder, said)
        or _by_mention(asked, ladder, said)
    )
    if reading.outcome == "answer" and part_quoted(said.written):
        reading = ask(said, reading.value, *reading.because)
    empty = _mocks(asked, own, said, reading) or _assents(own, said, reading)
    return replace(reading, guess=None) if empty else reading


def _assents(ladder: Ladder, said: Said, reading: Reading) -> bool:
    """对, 是的: a yes to a question that has none says no level."""
    unsure = reading.outcome == "ask" and ladder.family != _STATEMENT
    return unsure and bare(said.text) in load("wishes")["assents"]


def _mocks(asked: Asked, ladder: Ladder, said: Said, reading: Reading) -> bool:
    """呵呵，真棒，等了三小时: to offer five points for that would be deaf, and one tap from a false value."""
    if reading.guess is None or ladder.degrees is None:
        return False
    keys = [key for key, _ in asked.options]
    return ladder.degrees[keys.index(str(reading.guess))] > 0 and bitter(said.text)


def _by_rate(asked: Asked, said: Said) -> Reading | None:
    """一周三次 where the levels are 每天, 每周几次, 每月几次."""
    found = by_rate(asked.options, said.clauses)
    return answer(said, asked.options[found[0]][0], found[1]) if found else None


def _in_one_word(asked: Asked, ladder: Ladder, said: Said) -> Reading | None:
    """应该会 is a degree of its own, and not 会 said with a filler; of ten levels, 八成会 is the eighth."""
    word, own_words = unpunctuated(said.text), own_stems(ladder.family)
    own = (
        len(asked.options) <= PLACES
        and (word in own_words or core(said.text) in own_words)
        and not {word, core(said.text)} & set(map(unpunctuated, ladder.labels))
    )
    return _by_words(asked, ladder, said) if own else None


def _by_name(asked: Asked, said: Said) -> Reading | None:
    choices = choices_of(asked.options, asked.rules)
    few = len(asked.options) <= PLACES
    place = choices.whole(said.text) if few else choices.exact(said.text)
    return None if place is None else answer(said, asked.options[place][0], said.text)


def _unknown(asked: Asked, ladder: Ladder, said: Said) -> Reading | None:
    """不清楚 and 没用过 are no levels, unless it was asked how clear something is, or how often used."""
    found = missing(said, none=False)
    if not found or found.because[0].lstrip("不太") in asked.text:
        return None
    heard = marks_in(found.because[0], ladder.family) if ladder.family else ()
    if found.missing == "refused":  # 不方便 is a level of how easy it was, 不方便说 is none
        heard = tuple(mark for mark in heard if mark.words == found.because[0])
    return None if heard else found


def _by_words(asked: Asked, ladder: Ladder, said: Said) -> Reading | None:
    about = asked_topics(asked.text)
    trades = trades_asked(asked.text, ladder.family, topics=bool(about))
    other = not about and not ladder.family and asks_other(asked.text, said.clauses)
    heard = opinion(OTHER if other else about, ladder, said.clauses, trades) or _failed(about, said)
    if ladder.family == _STATEMENT and not (heard and heard.sure):
        heard = _echoed(asked, ladder, said) or heard
    found = (_labelled(asked, ladder, heard) or ladder.nearest(heard.degree)) if heard else None
    if not heard or not found:
        return None
    place, sure = found
    key = asked.options[place][0]
    return answer(said, key, *heard.words) if sure and heard.sure else ask(said, key, *heard.words)


def _labelled(asked: Asked, ladder: Ladder, heard: Opinion) -> tuple[int, bool] | None:
    """很差，排了一小时: the words are those of one level, whatever its neighbours are called."""
    place = names_of(asked.options).get(heard.words[0]) if len(heard.words) == 1 else None
    if place is None or not heard.sure or ladder.degrees is None:
        return None
    own = ladder.degrees[place]  # not 满意 of 没让我满意
    return (place, True) if own * heard.degree > 0 or not heard.degree else None


def _echoed(asked: Asked, ladder: Ladder, said: Said) -> Opinion | None:
    """Whether a statement holds, in its own words: 不专业 to 员工专业，您同意吗; 帮助很大 to 对我有帮助."""
    for family in ("", *families_of(asked.text)):
        heard = opinion(frozenset(), ladder._replace(family=family), said.clauses)
        if heard and heard.sure and len(heard.words) == 1 and _of_the_statement(asked, said, family, heard):
            return heard._replace(degree=heard.degree * (2 if abs(heard.degree) > 1 else 1))
    return None


def _of_the_statement(asked: Asked, said: Said, family: str, heard: Opinion) -> bool:
    """Whether what was said has the statement's own word in it, or is a fact that tells of it."""
    marks = [mark for clause in said.clauses for mark in marks_in(clause.text, family)]
    if family and not any(mark.words == heard.words[0] for mark in marks):
        return True
    stem = marks[0].stem.lstrip("不没有") if len(marks) == 1 else ""
    parts = {stem[i : i + 2] for i in range(len(stem) - 1)} if family else {stem} - {""}
    return any(part in asked.text for part in parts)


def _failed(about: frozenset[str], said: Said) -> Opinion | None:
    """Something went wrong, and no more was said: surely not good, but how bad?"""
    words = failure(about, said.clauses, waits=False)
    return Opinion(-1.0, (words,), sure=False) if words else None


def _by_mention(asked: Asked, ladder: Ladder, said: Said) -> Reading:
    """A label quoted within a sentence, for levels that are neither numbers nor praise (按时, 略有延迟)."""
    choices = choices_of(asked.options, asked.rules)
    if ladder.degrees is not None or len(asked.options) > PLACES:
        return ask(said)
    hits = [hit for clause in said.clauses if not clause.unreal for hit in choices.named(clause.text)]
    if not hits:
        return ask(said)
    key = asked.options[hits[-1].option][0]
    plain = len({hit.option for hit in hits}) == 1 and not any(hit.negated or not hit.sure for hit in hits)
    return answer(said, key, hits[-1].words) if plain else ask(said, key, hits[-1].words)
