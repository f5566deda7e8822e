"""A text with a part for each question, in order: 4，5，满意."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from nlp.answers import read_answer
from nlp.reading import Reading
from nlp.several.questions import ANY, Question, named, plain, read
from nlp.wording.late import late
from nlp.wording.several.rows import Row, only_figures, rows
from nlp.wording.text.clauses import split
from nlp.wording.text.normal import normalise, says_nothing
from nlp.wording.text.topics import topic_words

_PAIR = 2
_HEADS = late(
    r"(.{2,60}?)(?:分别|依次|各)?(?:[:：]|(?<=分别)|(?<=依次)|(?<=各))(?:[是为给打:：\s])*(?=[\d一二三四五六七八九十])"
)


def in_order(questions: Sequence[Question], text: str, today: dt.date | None) -> dict[str, Reading]:
    """4，5，满意: as many parts as questions, each understood, none about a matter by name."""
    closed = [question for question in questions if question["kind"] != "text"]
    open_ = [question for question in questions if question["kind"] == "text"]
    labels = {str(label) for question in closed for _, label in question.get("options") or ()}
    for row in rows(text, len(closed), labels):
        found = _read_row(closed, row, today)
        if found and not _elsewhere(closed, row):
            return found if says_nothing(normalise(row.rest)) else _with_rest(found, open_, row.rest, text)
    return {}


def under_heads(questions: Sequence[Question], text: str, today: dt.date | None) -> dict[str, Reading] | None:
    """质量、物流、价格：5、4、3: to those named, in their order; empty for more or fewer figures than names.

    None where the text does not begin so.
    """
    head = _HEADS.match(text)
    names = (
        [named(questions, one) for word in topic_words().findall(plain(head[1])) for one in split(word)]
        if head
        else []
    )
    places = [each[0] for each in names if len(each) == 1]
    if not head or len(places) < _PAIR or not only_figures(text[head.end() :]):
        return None
    if len(places) != len(names) or len(set(places)) < len(places):
        return {}
    chosen = [questions[place] for place in places]
    found = (_read_row(chosen, row, today) for row in rows(text[head.end() :], len(chosen)))
    return next(filter(None, found), {})


def _elsewhere(questions: Sequence[Question], row: Row) -> bool:
    """Whether a part names a matter other than the one that its place is asked about."""
    for place, part in enumerate(row.parts):
        spoken = [named(questions, clause) for clause in split(normalise(part))]
        if any(places and place not in places for places in spoken):
            return True
    return False


def _read_row(closed: Sequence[Question], row: Row, today: dt.date | None) -> dict[str, Reading]:
    """Each part's reading, if each is an answer; two words that say the same may be of the whole."""
    found = {str(q["key"]): read(q, part, today) for q, part in zip(closed, row.parts, strict=True)}
    values = {str(reading.value) for reading in found.values()}
    same = len(values) < len(found) == _PAIR and not any(map(str.isnumeric, "".join(row.parts)))
    fit = [reading.outcome == "answer" or reading.intent == "skip" for reading in found.values()]
    return {} if same or not all(fit) else found


def _with_rest(
    found: dict[str, Reading], open_: Sequence[Question], rest: str, text: str
) -> dict[str, Reading]:
    """What follows the row is a wish, or words for the open question, or else a comment."""
    reading = read_answer("text", "", [], rest)
    if reading.outcome == "intent":
        return found | {ANY: reading}
    if len(open_) == 1:
        return found | {str(open_[0]["key"]): reading}
    last = next(reversed(found))
    return found | {last: replace(found[last], comment=text)}
