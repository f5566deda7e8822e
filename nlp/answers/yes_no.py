"""Yes or no, also in the question's own verb: 解决了吗 — 没解决; and told without it: 还在路上."""

import re
from collections.abc import Iterator
from dataclasses import replace

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, answer, ask
from nlp.wording.lexicon import load, pattern
from nlp.wording.options.choices import choices_of
from nlp.wording.praise.degrees import marks_in
from nlp.wording.text.normal import normalise
from nlp.wording.wishes.missing import missing
from nlp.wording.words import Found
from nlp.wording.yes_no.assent import Vote, opening, plainly
from nlp.wording.yes_no.question import Question, question_of
from nlp.wording.yes_no.retold import spoken

_NOD = re.compile("[嗯恩哦噢唔额啊呃]+")
_START = 5  # characters in which a verb is no mere 听说 of a story
_GRANTED = re.compile(r"([^\W\d]{1,3})(?:是|倒是|到是)\1")
_PENDING = re.compile("[还仍仲呢]|到现在|目前|至今")


def quoted(_key: str) -> None:
    """Options of a yes/no question are read as words: the value is a bool."""
    return


def read(asked: Asked, said: Said) -> Reading:
    """True or False; ask where both were said, or half of it (算是吧)."""
    shown = _shown(asked, said)
    if shown is not None:
        return answer(said, shown, said.text)
    question = question_of(asked.text)
    votes = list(_votes(question, said))
    votes = votes[-1:] if votes and votes[-1].final else votes
    heard, votes = votes, [vote for vote in votes if not vote.weak] or votes
    if all(_NOD.fullmatch(vote.words) for vote in votes):  # 嗯，不知道
        absent = missing(said, none=False)
        if absent or not votes:
            return absent or _leaning(question, said)
    words = tuple(dict.fromkeys(vote.words for vote in heard if vote.truth == votes[-1].truth))
    one = len({vote.truth for vote in votes}) == 1 and all(vote.sure for vote in votes)
    if not one or (votes[0].truth and _but(said)):
        return ask(said, votes[-1].truth, *words)
    return _settled(said, votes[-1], words)


def _but(said: Said) -> bool:
    """Bitter words (a smile is none here), or 处理是处理了，但…: the yes is only the first half."""
    turned = any(clause.link == "but" for clause in said.clauses) and _GRANTED.search(said.text)
    bitter = any(found[0].isalpha() for found in pattern("speech", "irony").finditer(said.text))
    return bool(turned) or bitter


def _settled(said: Said, vote: Vote, words: tuple[str, ...]) -> Reading:
    """A rhetorical question (怎么可能？) is no doubt."""
    rhetorical = vote.final or (pattern("yes_no", "rhetorical").search(said.text) and not vote.truth)
    if said.doubted and not rhetorical:
        return ask(said, vote.truth, *words)
    return Reading("answer", vote.truth, comment=said.comment(*words), because=words)


def _leaning(question: Question, said: Said) -> Reading:
    """Neither was said: what praise or blame lets one guess, without recording it."""
    marks = [mark for clause in said.clauses if not clause.unreal for mark in marks_in(clause.text)]
    degrees = {mark.degree > 0 for mark in marks if mark.degree}
    half = _half(said.text)
    if half or len(degrees) != 1:
        return ask(said, None, *([half[0]] if half else []))
    return ask(said, degrees.pop() != question.trouble, *(mark.words for mark in marks))


def _shown(asked: Asked, said: Said) -> bool | None:
    """An option as shown, by label, key, letter or number."""
    if not asked.options:
        return None
    place = choices_of(asked.options, asked.rules).whole(said.text)
    return None if place is None else _meaning(*asked.options[place], place)


def _meaning(key: str, label: str, place: int) -> bool:
    """Whether an option is the yes: by its key, its label, else the first shown."""
    keys = load("yes_no")["keys"]
    for name, truth in (("true", True), ("false", False)):
        if normalise(key) in keys[name]:
            return truth
    plain = plainly(normalise(label))
    return place == 0 if plain is None else plain.truth


def _votes(question: Question, said: Said) -> Iterator[Vote]:
    for clause in said.clauses:
        rhetorical = pattern("yes_no", "rhetorical").search(clause.text)
        spoken = rhetorical or not clause.unreal or question.verbs.search(clause.text, 0, _START)
        vote = _vote(question, clause.text) if spoken else None
        if vote:
            yield replace(vote, sure=vote.sure and (vote.final or not _half(clause.text)))


def _half(text: str) -> Found | None:
    """解决了一半, 应该解决了; but 怎么可能 is no 可能, and 应该不是 is a no."""
    left = pattern("yes_no", "never").sub("·", text)
    found = pattern("yes_no", "partial").search(left)
    return found or (None if plainly(text) else pattern("yes_no", "soft").search(left))


def _vote(question: Question, text: str) -> Vote | None:
    """What one clause says to the question, most telling first."""
    plain = plainly(text)
    if plain and not (question.negative and question.verbs.search(text)):  # 不再用了吗 - 不用了
        return _agreed(question, plain)
    start = opening().match(text)
    rest = spoken(question, text[start.end() :] if start else text)
    first = plainly(start[0]) if start else None
    if first and rest and first.truth != rest.truth and not question.negative:
        return rest if first.weak else replace(rest, sure=False)
    return rest or (_agreed(question, first) if first and not first.weak else None)


def _agreed(question: Question, vote: Vote) -> Vote | None:
    """是 and 没有 as the question means them: 没收到吗 — 还没 agrees; 没有 may agree or not."""
    if question.trouble and not question.negative and pattern("yes_no", "trouble_no").search(vote.words):
        return replace(vote, truth=False)
    if question.negative and vote.truth and "有" in vote.words:
        return replace(vote, truth=False, sure=False)
    if not question.negative or vote.truth or not re.search("[没未冇木]", vote.words):
        return vote
    pending = _PENDING.search(vote.words) is not None
    return replace(vote, truth=True, sure=pending, weak=not pending)
