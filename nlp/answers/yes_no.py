"""Yes or no, also in the question's own verb: 解决了吗 — 没解决; and told without it: 还在路上."""

import re
from collections.abc import Iterator

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, answer, ask
from nlp.wording.late import late
from nlp.wording.lexicon import load, pattern
from nlp.wording.options.choices import choices_of
from nlp.wording.praise.degrees import marks_in
from nlp.wording.text.clauses import Clause
from nlp.wording.text.normal import normalise
from nlp.wording.wishes.missing import missing
from nlp.wording.words import Found
from nlp.wording.yes_no.assent import Vote, opening, plainly
from nlp.wording.yes_no.denial import not_yet, steady
from nlp.wording.yes_no.question import Question, question_of
from nlp.wording.yes_no.retold import retold, spoken
from nlp.wording.yes_no.standing import answered, standing, thwarted

_NOD = late("[嗯恩哦噢唔额啊呃]+")
_START = 5  # characters in which a verb is no mere 听说 of a story
_GRANTED = late(r"([^\W\d]{1,3})(?:是|倒是|到是)\1")
_HAVE = late("[有没无]")
_COULD = late("[有会能要想愿]")
_WOULD_NOT = late("不打算|不想|不[要会愿肯能].*了")
_PARTED = late(
    "(?:别的|其他|其余|剩下的?)[都也]?没|过(?:别的|别人|其他)|晚上.{1,6}白天|白天.{1,6}晚上|一[个件样间台].{1,4}一[个件样间台]|外[面边].{1,6}里[面边]|里[面边].{1,6}外[面边]"
)  # 一个好一个不好
_AGREES = late("[嗯啊]?(?:是的?|对的?|没错)$|不[是对]$")
_YOU_DO = late("(?:请问)?[您你](?:[^的]|的[吗么])*$|(?:did|do|have|are|were) you ")  # 您是自己来的吗
_NOT_YET = late("(?:我|这|东西|货)?(?:还没|还未|尚未|仲未|没来得及|没顾上)(?!用|到|收|装|去|吃|体验)")
_PENDING = late("[还仍仲呢]|到现在|目前|至今")


def quoted(_key: str) -> None:
    """Options of a yes/no question are read as words: the value is a bool."""
    return


def read(asked: Asked, said: Said) -> Reading:
    """True or False; ask where both were said, or half of it (算是吧)."""
    shown = _shown(asked, said)
    if shown is not None:
        return answer(said, shown, said.text)
    question = question_of(asked.text)
    votes = _heard(question, said)
    votes = votes[-1:] if votes and votes[-1].final else _tried(votes)
    if question.tagged and votes and _AGREES.match(votes[0].words):
        votes = votes[:1]  # 不打算续费了, 是吗 - 不是, 我还想用
    heard, votes = votes, [vote for vote in votes if not vote.weak] or votes
    if all(_NOD.fullmatch(vote.words) for vote in votes):  # 嗯，不知道
        absent = missing(said, none=False)
        absent = None if absent and absent.missing == "same" else absent  # 还在用吗 - 没换
        if absent or not votes:
            return _later(said, absent) or _leaning(question, said)
    words = tuple(dict.fromkeys(vote.words for vote in heard if vote.truth == votes[-1].truth))
    excepted = any(clause.link == "except" for clause in said.clauses)  # 除了空调都正常
    one = not excepted and len({vote.truth for vote in votes}) == 1
    one = one and any(vote.sure for vote in votes) and all(vote.sure or vote.aside for vote in votes)
    if thwarted(said) and votes[-1].truth:
        return ask(said, False, *words)
    if not one or (votes[0].truth and _but(said)):
        return ask(said, votes[-1].truth, *words)
    return _settled(said, votes[-1], words)


def _tried(votes: list[Vote]) -> list[Vote]:
    """打过一个，我没接到: it was done, though it was missed."""
    if not votes or not votes[0].truth or not pattern("yes_no", "attempts").search(votes[0].words):
        return votes
    return [vote for vote in votes if vote.truth or vote.words not in load("yes_no")["missed"]]


def _later(said: Said, absent: Reading | None) -> Reading | None:
    """还没拆呢: it does apply, but nobody can tell yet."""
    pending = absent and absent.missing == "not_applicable" and _NOT_YET.match(said.text)
    return ask(said, None) if pending else absent


def _heard(question: Question, said: Said) -> list[Vote]:
    """The votes of what stands; where that says nothing, of all, without being sure of it."""
    clauses = standing(question, said)
    for some in (answered(clauses, said), clauses, said.clauses):
        if votes := list(_votes(question, some)):
            whole = len(some) <= len(answered(clauses, said))
            return [
                each._replace(sure=each.sure and (whole or each.final or not each.truth)) for each in votes
            ]
    return []


def _but(said: Said) -> bool:
    """Bitter words (a smile is none here), or 处理是处理了，但…: the yes is only the first half."""
    turned = any(clause.link == "but" for clause in said.clauses) and _GRANTED.search(said.text)
    bitter = any(found[0].isalpha() for found in pattern("speech", "irony").finditer(said.text))
    return bool(turned or _PARTED.search(said.text)) or bitter


def _settled(said: Said, vote: Vote, words: tuple[str, ...]) -> Reading:
    """A rhetorical question (怎么可能？) is no doubt."""
    rhetorical = vote.final or (pattern("yes_no", "rhetorical").search(said.text) and not vote.truth)
    unable = pattern("yes_no", "unable").search(said.text)  # 我鼻塞，闻着没味
    if unable or (said.doubted and not rhetorical):
        return ask(said, vote.truth, *words)
    return Reading("answer", vote.truth, comment=said.comment(*words), because=words)


def _leaning(question: Question, said: Said) -> Reading:
    """Neither was said: what praise or blame lets one guess, without recording it."""
    marks = [mark for clause in said.clauses if not clause.unreal for mark in marks_in(clause.text)]
    degrees = {mark.degree > 0 for mark in marks if mark.degree}
    half = _half(said.text, question)
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


def _votes(question: Question, clauses: tuple[Clause, ...]) -> Iterator[Vote]:
    for clause in clauses:
        rhetorical = pattern("yes_no", "rhetorical").search(clause.text)
        told = any(words.match(clause.text) for field in question.told for words in field)
        real = not clause.unreal or told or pattern("yes_no", "worse").search(clause.text)
        spoken = rhetorical or real or question.verbs.search(clause.text, 0, _START)
        vote = _vote(question, clause.text) if spoken else None
        if vote:
            yield vote._replace(sure=vote.sure and (vote.final or not _unsure(question, clause.text, vote)))


def _unsure(question: Question, text: str, vote: Vote) -> bool:
    """Half of it, or a yes by the customer's own hands: 我自己修好的."""
    own = pattern("yes_no", "self_made").search(text) if vote.truth else None
    if vote.truth and not_yet(question, text):
        return True
    before = own is not None and (own.start() < vote.at or own[0].isascii())  # fixed it myself
    by_them = before and not _YOU_DO.match(question.text)
    return _half(text, question) is not None or by_them


def _half(text: str, question: Question) -> Found | re.Match[str] | None:
    """解决了一半, 应该解决了; but 怎么可能 is no 可能, 应该不是 is a no, and 有点疼 a pain."""
    left = pattern("yes_no", "a_little").sub("·", steady(text)) if question.trouble else steady(text)
    found = pattern("yes_no", "partial").search(left) or _PARTED.search(left)
    return found or (None if plainly(text) else pattern("yes_no", "soft").search(left))


def _vote(question: Question, text: str) -> Vote | None:
    """What one clause says to the question, most telling first."""
    plain = plainly(text)
    if plain and (own := retold(question, text)) and own.truth != plain.truth:
        return own  # 有误吗 - 没错
    if plain and not (question.negative and question.verbs.search(text)):  # 不再用了吗 - 不用了
        return _agreed(question, plain)
    start = opening().match(text)
    rest = spoken(question, text[start.end() :] if start else text)
    first = plainly(start[0]) if start else None
    if first and rest and first.truth != rest.truth and not question.negative:
        return rest if first.weak else rest._replace(sure=False)
    return rest or (_agreed(question, first) if first and not first.weak else None)


def _agreed(question: Question, vote: Vote) -> Vote | None:
    """是 and 没有 as the question means them: 没收到吗 — 还没 agrees; 没有 may agree or not."""
    if question.trouble and pattern("yes_no", "trouble_no").search(vote.words):
        return vote._replace(truth=question.negative)
    if question.trouble and question.negative and _HAVE.search(vote.words):
        return vote._replace(truth=not vote.truth)  # 没有意见吧 - 没有
    if question.negative and vote.truth and _COULD.search(vote.words):
        return vote._replace(truth=False, sure=False)
    if question.negative and not vote.truth and _WOULD_NOT.search(vote.words):
        return vote._replace(truth=True)  # 不打算续费了吗 - 不打算了
    if not question.negative or vote.truth or not re.search("[没未冇木]", vote.words):
        return vote
    pending = _PENDING.search(vote.words) is not None or question.text.endswith("吧")
    return vote._replace(truth=True, sure=pending, weak=not pending)
