"""A text whose clauses are shared out: 质量很好，物流一般; 第一题5分，其余4分; 都是5分，除了价格."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from nlp.answers import read_answer
from nlp.reading import Reading
from nlp.several.questions import ANY, RATED, Question, named, plain, read
from nlp.wording.asked import Asked
from nlp.wording.late import late
from nlp.wording.lexicon import pattern
from nlp.wording.praise.degrees import marks_in
from nlp.wording.scores.heard import scores_in
from nlp.wording.several.matters import chooses, none_of, others_in, sweeps, swept, unsays
from nlp.wording.several.rows import only_figures
from nlp.wording.text.clauses import Clause, says_only_topic, split
from nlp.wording.text.normal import says_nothing
from nlp.wording.text.topics import topic_words
from nlp.wording.wishes.intents import clause_wish, first
from nlp.wording.wishes.missing import why
from nlp.wording.wishes.wish import Wish

_MOST_TRIED = 24  # clauses that each question is asked for: more is a story, and time stays bounded
_SEGMENT = late(r"[^,，。;；!！?？\n]+")
_FIGURE = late(r"(?:给|打|就|是)?\d{1,3}(?:分|星)?[吧了]?")
_NOBODY = Asked("text", "", (), None, {})


@dataclass(slots=True)
class _Shares:
    """Which clauses answer which question, by place; ``swept``: said of all that nobody named."""

    own: dict[int, list[str]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    swept: list[str] = field(default_factory=list)
    excepted: set[int] = field(default_factory=set)
    unclear: bool = False  # 除了最后那个: left out, but which?


def by_number(
    questions: Sequence[Question], parts: Sequence[tuple[int, str]], today: dt.date | None
) -> dict[str, Reading]:
    """第一题5分，其余4分: each part to its question, what is said of the rest to the other scores."""
    end = parts[-1][1]
    words, others = others_in(end)
    found = {p: read(questions[p], words if part == end else part, today) for p, part in parts}
    if others:
        found |= _swept(questions, _Shares(own={place: [] for place in found}, swept=[others]), today)
    return {str(questions[place]["key"]): _of_one(found[place]) for place in sorted(found)}


def _of_one(reading: Reading) -> Reading:
    """第三题不答 is said of that question, not of all."""
    return replace(reading, intent="skip") if reading.intent == "cancel" else reading


def by_matter(questions: Sequence[Question], text: str, today: dt.date | None) -> dict[str, Reading]:
    """质量很好，物流一般: each clause to the question it is about."""
    said = none_of(plain(text))
    clauses = split(said)
    heard = [_wish(questions, clause, said, today) for clause in clauses]
    shares = _shares(questions, [c for c, wish in zip(clauses, heard, strict=True) if not wish])
    _begin_with_a_figure(questions, clauses, shares)
    sneers = [c.text for c in clauses if _sneers(c.text) and not named(questions, c)]
    found = {place: _share(questions[place], sneers + words, today) for place, words in shares.own.items()}
    found |= _swept(questions, shares, today)
    if any(unsays(clause.text) for clause in clauses):
        found = {place: _doubted(each) for place, each in found.items()}
    found |= _understood(questions, shares, set(found), today)
    found |= _opened(questions, shares, set(found), text)
    readings = {questions[place]["key"]: found[place] for place in sorted(found)}
    wish = first(wish for wish in heard if wish)
    if wish:
        readings[ANY] = Reading("intent", because=(wish.words,), intent=wish.intent)
    return readings


def _wish(questions: Sequence[Question], clause: Clause, said: str, today: dt.date | None) -> Wish | None:
    """The wish of a clause; 电话不方便留 is none where a number was asked for."""
    wish = clause_wish(clause, said, _NOBODY, story=False)
    phones = [question for question in questions if question["kind"] == "phone"] if wish else []
    return None if any(read(each, clause.text, today).missing for each in phones) else wish


def _sneers(text: str) -> bool:
    return pattern("speech", "irony").search(text) is not None


def _shares(questions: Sequence[Question], clauses: Sequence[Clause]) -> _Shares:
    shares, current = _Shares(), list[int]()
    rated = sum(question["kind"] in RATED for question in questions)
    for clause, places in _of_matters(questions, clauses):
        says = _says(clause.text) or _says(swept(clause.text)) or chooses(clause.text)
        if clause.link == "except":
            shares.excepted.update(places)
            shares.unclear = shares.unclear or not places
        if not places and says and (sweeps(clause, rated) or (shares.swept and _is_figure(clause))):
            shares.swept += [*_put_before(clause, shares), clause.text]
        elif places and (says or clause.link != "except"):
            current = places
            for place in places:
                shares.own.setdefault(place, []).append(clause.text)
        elif says and current and not clause.topics:
            for place in current:
                shares.own[place].append(clause.text)
        elif not places and clause.link != "except" and swept(clause.text):
            shares.left.append(clause.text)
    return shares


def _begin_with_a_figure(questions: Sequence[Question], clauses: Sequence[Clause], shares: _Shares) -> None:
    """2，物流慢，其他挺好: the 2 is of the question that is open, and that is none of the others."""
    opens = bool(clauses) and _is_figure(clauses[0]) and shares.left[:1] == [clauses[0].text]
    rated = bool(questions) and questions[0]["kind"] in RATED and 0 not in shares.own
    if opens and rated and any(others_in(words)[1] for words in shares.swept):
        shares.own[0] = [shares.left.pop(0)]


def _is_figure(clause: Clause) -> bool:
    """Whether it puts into a figure what is said of all: 都挺好，5分."""
    return not clause.topics and _FIGURE.fullmatch(clause.text) is not None


def _put_before(clause: Clause, shares: _Shares) -> list[str]:
    """The figure that stands before it: 5分，都挺好; not 5分，其他都挺好."""
    if shares.own or shares.swept or others_in(clause.text)[1]:
        return []
    return [shares.left.pop()] if shares.left and _FIGURE.fullmatch(shares.left[-1]) else []


def _of_matters(
    questions: Sequence[Question], clauses: Sequence[Clause]
) -> Iterator[tuple[Clause, list[int]]]:
    """Each clause and the questions it is about: 质量，物流，服务都满意 is said of all three."""
    waiting: list[tuple[Clause, list[int]]] = []
    for clause in clauses:
        places = named(questions, clause)
        if places and not clause.link and says_only_topic(clause.text):
            waiting.append((clause, places))
            continue
        if places and waiting and pattern("several", "both").search(clause.text):
            places = sorted({*places, *(place for _, others in waiting for place in others)})
            yield clause._replace(text=topic_words().sub("", clause.text), topics=frozenset()), places
        else:
            yield from (*waiting, (clause, places))
        waiting = []
    yield from waiting


def _says(text: str) -> bool:
    """Whether a clause holds a score, praise or blame, or why there is none."""
    return bool(scores_in(text) or marks_in(text) or why(text))


def _share(question: Question, words: Sequence[str], today: dt.date | None) -> Reading:
    """The reading of a question's own clauses; its matter's name may stand in the way (客服没接触过)."""
    bare = [topic_words().sub("", each) for each in words]
    if all(map(why, bare)):
        return read(question, "，".join(bare), today)
    reading = read(question, "，".join(words), today)
    if reading.outcome != "ask" or reading.guess is not None:
        return reading
    without = read(question, "，".join(bare), today)
    return without if without.missing else reading


def _swept(questions: Sequence[Question], shares: _Shares, today: dt.date | None) -> dict[int, Reading]:
    """都是5分，除了价格: every score that was neither named nor left out."""
    rated = [place for place, question in enumerate(questions) if question["kind"] in RATED]
    words = "，".join(map(swept, shares.swept[:_MOST_TRIED]))
    free = [place for place in rated if place not in shares.own and place not in shares.excepted]
    if not words or shares.unclear:
        return {}
    found = {place: read(questions[place], words, today) for place in free}
    return {place: _on_its_ladder(questions[place], each, found) for place, each in found.items()}


def _on_its_ladder(question: Question, reading: Reading, found: dict[int, Reading]) -> Reading:
    """都是5分 of five is no 5 of ten."""
    of_fewer = any(isinstance(each.value, str) for each in found.values())
    if question["kind"] != "nps" or reading.value is None or not of_fewer:
        return reading
    return _doubted(reading)


def _doubted(reading: Reading) -> Reading:
    """What was read, to be confirmed: 都是5分，才怪."""
    return replace(reading, outcome="ask", value=None, guess=reading.value) if reading.value else reading


def _understood(
    questions: Sequence[Question], shares: _Shares, taken: set[int], today: dt.date | None
) -> dict[int, Reading]:
    """A clause without a name is for the one question that understands it; a score that fits several is asked
    about."""
    found: dict[int, Reading] = {}
    for clause in shares.left[:_MOST_TRIED]:
        free = [p for p, q in enumerate(questions) if p not in taken | set(found) and q["kind"] != "text"]
        readings = {place: read(questions[place], clause, today) for place in free}
        fits = {place: each for place, each in readings.items() if each.value is not None or _tells_why(each)}
        if len(fits) > 1:
            fits = {
                p: replace(r, outcome="ask", value=None, missing=None, guess=r.value) for p, r in fits.items()
            }
        if fits:
            found |= fits
            shares.left.remove(clause)
    return found


def _tells_why(reading: Reading) -> bool:
    """没建议 names no matter: that there is none is no answer to how many came."""
    return reading.outcome == "answer" and reading.missing not in (None, "none")


def _opened(questions: Sequence[Question], shares: _Shares, taken: set[int], text: str) -> dict[int, Reading]:
    """What no other question took is for the open one, as written."""
    open_ = [place for place, q in enumerate(questions) if q["kind"] == "text" and place not in taken]
    segments = [segment[0].strip() for segment in _SEGMENT.finditer(text)]
    left = [each for each in segments if any(clause in plain(each) for clause in shares.left)]
    said = "，".join(each for each in left if not says_nothing(plain(each)))
    if not said or len(open_) != 1 or (len(questions) > 1 and only_figures(said)):
        return {}
    return {open_[0]: read_answer("text", "", [], said)}
