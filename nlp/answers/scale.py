"""Levels from bad to good, 2 to 11 of them, shown in either order."""

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, answer, ask
from nlp.wording.choices import choices_of
from nlp.wording.degrees import marks_in
from nlp.wording.failure import failure
from nlp.wording.ladder import Ladder, ladder_of
from nlp.wording.lexicon import pattern
from nlp.wording.missing import missing
from nlp.wording.numerals import Score, scores_in
from nlp.wording.opinion import Opinion, opinion
from nlp.wording.topics import asked_topics

_PLACES = 7  # levels up to which 第二个 and B are spoken of as places in a list
_CONTRARY, _ASIDE = 2.0, 3.5  # how far words may be from the number beside them; and after 就是, 但


def quoted(key: str) -> str:
    """A level stands for its key."""
    return key


def read(asked: Asked, said: Said) -> Reading:
    """The level said by label, number, place, or in words of praise and blame; or that there is none."""
    ladder = ladder_of(asked.options)
    return (
        _by_number(asked, ladder, said)
        or _by_name(asked, said)
        or _unknown(asked, said)
        or _by_words(asked, ladder, said)
        or _by_mention(asked, ladder, said)
    )


def _by_name(asked: Asked, said: Said) -> Reading | None:
    choices = choices_of(asked.options, asked.rules)
    few = len(asked.options) <= _PLACES
    place = choices.whole(said.text) if few else choices.exact(said.text)
    return None if place is None else answer(said, asked.options[place][0], said.text)


def _by_number(asked: Asked, ladder: Ladder, said: Said) -> Reading | None:
    choices = choices_of(asked.options, asked.rules)
    label = choices.exact(said.text)
    if label is not None and not said.text.isdecimal():
        return answer(said, asked.options[label][0], said.text)
    scores, to_the_point = _scores(asked, said)
    if not scores:
        return None
    words = tuple(dict.fromkeys(score.words for score in scores))
    last = scores[-1]
    place = ladder.numbers.get(last.value)
    if place is None:
        return _not_a_level(asked, ladder, said, last, words)
    key = asked.options[place][0]
    one = to_the_point and len({score.value for score in scores}) == 1 and all(score.sure for score in scores)
    if one and not _unclear(ladder, last) and not _contradicted(asked, ladder, said, place):
        value_words = [*words, *(mark.words for clause in said.clauses for mark in marks_in(clause.text))]
        return _numbered(said, key, words, tuple(value_words), asked.options[place][1])
    return ask(said, key, *words)


def _scores(asked: Asked, said: Said) -> tuple[list[Score], bool]:
    """The scores given to what was asked, and whether they surely are: 质量5分，物流3分; 除了物流都5分."""
    about = asked_topics(asked.text)
    given = [(c, score) for c in said.clauses if not c.unreal for score in scores_in(c.text)]
    on = [score for c, score in given if c.topics & about]
    if on:
        return on, True
    apart = any(c.topics & about for c in said.clauses)
    whole = [score for c, score in given if not c.topics and not (apart and c.rest)]
    return (whole, True) if whole else ([score for _, score in given], False)


def _numbered(said: Said, key: str, words: tuple[str, ...], spoken: tuple[str, ...], label: str) -> Reading:
    """4分满意 says no more than 4分."""
    same = all(word in words or word in label for word in spoken)
    return answer(said, key, *(spoken if same else words))


def _not_a_level(asked: Asked, ladder: Ladder, said: Said, score: Score, words: tuple[str, ...]) -> Reading:
    """6 of 5, or 4.5: name the range, offer the level below a fraction."""
    known = sorted(ladder.numbers)
    place = ladder.numbers.get(float(int(score.value))) if score.value != int(score.value) else None
    guess = None if place is None else asked.options[place][0]
    limits = f"{known[0]:g}~{known[-1]:g}" if known else ""
    return ask(said, guess, *words, limits)


def _unclear(ladder: Ladder, score: Score) -> bool:
    """More stars are always better; a place in a list that starts with the best is not a number of points."""
    return ladder.reversed and (score.stars or not ladder.numbered)


def _contradicted(asked: Asked, ladder: Ladder, said: Said, place: int) -> bool:
    """ "5分，太差了", or a high number with a bitter word."""
    if ladder.degrees is None:
        return False
    own = ladder.degrees[place]
    if own > 0 and pattern("speech", "irony").search(said.text):
        return True
    about = asked_topics(asked.text)
    spoken = [c for c in said.clauses if not c.unreal and (not c.topics or c.topics & about)]
    return any(
        abs(mark.degree - own) >= (_ASIDE if clause.link or clause.rest else _CONTRARY)
        for clause in spoken
        for mark in marks_in(clause.text)
    )


def _unknown(asked: Asked, said: Said) -> Reading | None:
    """不清楚 and 说不好 are no levels, unless it was asked how clear something is."""
    found = missing(said, none=False)
    return None if found and found.because[0].lstrip("不太") in asked.text else found


def _by_words(asked: Asked, ladder: Ladder, said: Said) -> Reading | None:
    about = asked_topics(asked.text)
    heard = opinion(about, " ".join(ladder.labels), said.clauses) or _failed(about, said)
    found = ladder.nearest(heard.degree) if heard else None
    if not heard or not found:
        return None
    place, sure = found
    key = asked.options[place][0]
    return answer(said, key, *heard.words) if sure and heard.sure else ask(said, key, *heard.words)


def _failed(about: frozenset[str], said: Said) -> Opinion | None:
    """Something went wrong, and no more was said: surely not good, but how bad?"""
    words = failure(about, said.clauses, waits=False)
    return Opinion(-1.0, (words,), sure=False) if words else None


def _by_mention(asked: Asked, ladder: Ladder, said: Said) -> Reading:
    """A label quoted within a sentence, for levels that are neither numbers nor praise (按时, 略有延迟)."""
    choices = choices_of(asked.options, asked.rules)
    hits = [hit for clause in said.clauses if not clause.unreal for hit in choices.named(clause.text)]
    if not hits or len(asked.options) > _PLACES or any(marks_in(label) for label in ladder.labels):
        return ask(said)
    key = asked.options[hits[-1].option][0]
    plain = len({hit.option for hit in hits}) == 1 and not any(hit.negated or not hit.sure for hit in hits)
    return answer(said, key, hits[-1].words) if plain else ask(said, key, hits[-1].words)
