"""One text that answers several questions at once, as people write in a mail or under a list."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nlp.answers import read_answer
from nlp.reading import Reading
from nlp.wording.asked import Asked
from nlp.wording.praise.degrees import marks_in
from nlp.wording.scores.heard import scores_in
from nlp.wording.several.matters import matters_of, sweeps, swept
from nlp.wording.several.parts import listed, numbered
from nlp.wording.text.clauses import Clause, split
from nlp.wording.text.normal import normalise, says_nothing
from nlp.wording.text.topics import topic_words
from nlp.wording.wishes.intents import clause_wish, first
from nlp.wording.wishes.missing import why

Question = Mapping[str, Any]

_ANY = "*"
_RATED = ("scale", "nps")
_SEGMENT = re.compile(r"[^,，。;；!！?？\n]+")
_NOBODY = Asked("text", "", (), None, {})


@dataclass(slots=True)
class _Shares:
    """Which clauses answer which question, by place; ``swept``: said of all that nobody named."""

    own: dict[int, list[str]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    swept: list[str] = field(default_factory=list)
    excepted: set[int] = field(default_factory=set)


def read_answers(
    questions: Sequence[Question], text: str, today: dt.date | None = None
) -> dict[str, Reading]:
    """What one text says to each of several questions: ``{"key", "kind", "text", "options", "rules"}`` each.

    A key that was not spoken of is absent; a wish without a question stands under "*". Never raises for any
    text; ValueError for a kind without a reader.
    """
    whole = read_answer("text", "", [], text)
    parts = numbered(text, len(questions)) if whole.outcome == "answer" or whole.intent == "edit" else []
    if whole.outcome == "intent" and not parts:
        return {_ANY: whole}
    if parts:
        return {str(questions[place]["key"]): _read(questions[place], part, today) for place, part in parts}
    return _in_order(questions, text, today) or _by_matter(questions, text, today)


def _read(question: Question, text: str, today: dt.date | None) -> Reading:
    rules, options = question.get("rules"), question.get("options") or ()
    return read_answer(question["kind"], question.get("text", ""), options, text, today, rules=rules)


def _in_order(questions: Sequence[Question], text: str, today: dt.date | None) -> dict[str, Reading]:
    """4，5，满意: as many parts as questions, each understood, none about a matter by name."""
    open_end = bool(questions) and questions[-1]["kind"] == "text"
    parts = listed(text, len(questions), open_end=open_end)
    scored = parts[:-1] if open_end else parts
    if any(_named(questions, clause) for part in scored for clause in split(normalise(part))):
        return {}
    found = {str(q["key"]): _read(q, part, today) for q, part in zip(questions, parts, strict=False)}
    return found if all(reading.outcome == "answer" for reading in found.values()) else {}


def _named(questions: Sequence[Question], clause: Clause) -> list[int]:
    """The places of the questions that a clause names; open questions are not named so."""
    named = matters_of(tuple(str(q.get("text", "")) for q in questions)).named(clause)
    return [place for place in named if questions[place]["kind"] != "text"]


def _by_matter(questions: Sequence[Question], text: str, today: dt.date | None) -> dict[str, Reading]:
    """质量很好，物流一般: each clause to the question it is about."""
    plain = normalise(text)
    clauses = split(plain)
    heard = [clause_wish(clause, plain, _NOBODY, story=False) for clause in clauses]
    shares = _shares(questions, [c for c, wish in zip(clauses, heard, strict=True) if not wish])
    found = {place: _share(questions[place], words, today) for place, words in shares.own.items()}
    found |= _swept(questions, shares, today)
    found |= _understood(questions, shares, set(found), today)
    found |= _opened(questions, shares, set(found), text)
    readings = {str(questions[place]["key"]): found[place] for place in sorted(found)}
    wish = first(wish for wish in heard if wish)
    if wish:
        readings[_ANY] = Reading("intent", because=(wish.words,), intent=wish.intent)
    return readings


def _shares(questions: Sequence[Question], clauses: Sequence[Clause]) -> _Shares:
    shares, current = _Shares(), list[int]()
    for clause in clauses:
        named, says = _named(questions, clause), _says(clause.text)
        if clause.link == "except":
            shares.excepted.update(named)
        if not named and sweeps(clause) and says:
            shares.swept.append(clause.text)
        elif named and (says or clause.link != "except"):
            current = named
            for place in named:
                shares.own.setdefault(place, []).append(clause.text)
        elif says and current and not clause.topics:
            for place in current:
                shares.own[place].append(clause.text)
        elif not named:
            shares.left.append(clause.text)
    return shares


def _says(text: str) -> bool:
    """Whether a clause holds a score, praise or blame, or why there is none."""
    return bool(scores_in(text) or marks_in(text) or why(text))


def _share(question: Question, words: Sequence[str], today: dt.date | None) -> Reading:
    """The reading of a question's own clauses; its matter's name may stand in the way (客服没接触过)."""
    reading = _read(question, "，".join(words), today)
    if reading.outcome != "ask" or reading.guess is not None:
        return reading
    bare = _read(question, "，".join(topic_words().sub("", each) for each in words), today)
    return bare if bare.missing else reading


def _swept(questions: Sequence[Question], shares: _Shares, today: dt.date | None) -> dict[int, Reading]:
    """都是5分，除了价格: every score that was neither named nor left out."""
    rated = [place for place, question in enumerate(questions) if question["kind"] in _RATED]
    words = "，".join(map(swept, shares.swept))
    free = [place for place in rated if place not in shares.own and place not in shares.excepted]
    return {place: _read(questions[place], words, today) for place in free} if words else {}


def _understood(
    questions: Sequence[Question], shares: _Shares, taken: set[int], today: dt.date | None
) -> dict[int, Reading]:
    """A clause without a name is for the one question that understands it; a score that fits several is asked
    about."""
    found: dict[int, Reading] = {}
    for clause in list(shares.left):
        free = [p for p, q in enumerate(questions) if p not in taken | set(found) and q["kind"] != "text"]
        readings = {place: _read(questions[place], clause, today) for place in free}
        fits = {place: each for place, each in readings.items() if each.outcome == "answer"}
        if len(fits) > 1:
            fits = {
                p: replace(r, outcome="ask", value=None, missing=None, guess=r.value) for p, r in fits.items()
            }
        if fits:
            found |= fits
            shares.left.remove(clause)
    return found


def _opened(questions: Sequence[Question], shares: _Shares, taken: set[int], text: str) -> dict[int, Reading]:
    """What no other question took is for the open one, as written."""
    open_ = [place for place, q in enumerate(questions) if q["kind"] == "text" and place not in taken]
    segments = [segment[0].strip() for segment in _SEGMENT.finditer(text)]
    left = [each for each in segments if any(clause in normalise(each) for clause in shares.left)]
    said = "，".join(each for each in left if not says_nothing(normalise(each)))
    return {open_[0]: read_answer("text", "", [], said)} if len(open_) == 1 and said else {}
