"""One text that answers several questions at once, as people write in a mail or under a list."""

import datetime as dt
from collections.abc import Sequence

from nlp.answers import read_answer
from nlp.reading import Reading
from nlp.several.ordered import in_order, under_heads
from nlp.several.questions import ANY, RATED, Question, plain
from nlp.several.shared import by_matter, by_number
from nlp.wording.several.groups import grouped
from nlp.wording.several.parts import numbered
from nlp.wording.several.rows import only_figures
from nlp.wording.text.english import in_places
from nlp.wording.text.normal import LIMIT
from nlp.wording.text.written import as_written
from nlp.wording.whole import questions_of, text_of

__all__ = ["read_answers"]


def read_answers(
    questions: Sequence[Question], text: str, today: dt.date | None = None
) -> dict[str, Reading]:
    """What one text says to each of several questions: ``{"key", "kind", "text", "options", "rules"}`` each.

    A key that was not spoken of is absent; a wish without a question stands under "*". Never raises,
    whatever comes: see ``read_answer``.
    """
    text = text_of(text)
    found = _found(questions_of(questions), text, today)
    return {key: as_written(reading, text, plain) for key, reading in found.items()}


def _in_places(text: str) -> str:
    """The first two 5, the rest 3: as it is read in Chinese."""
    return in_places(text.lower()) if text.isascii() else text


def _found(questions: Sequence[Question], text: str, today: dt.date | None) -> dict[str, Reading]:
    """What each reading rests on is as the readers saw the text."""
    whole = read_answer("text", "", [], text)
    if whole.intent == "crisis":
        return {ANY: whole}
    if len(text) > LIMIT:  # a story
        return {ANY: whole} if whole.outcome == "intent" else by_matter(questions, text, today)
    closed = [question["kind"] for question in questions if question["kind"] != "text"]
    parts = grouped(_in_places(text), len(closed)) or numbered(text, len(questions))
    if parts and (whole.outcome == "answer" or whole.intent == "edit"):
        return by_number(questions, parts, today)
    headed = under_heads(questions, text, today)
    row = in_order(questions, text, today) if headed is None else headed
    if row or whole.outcome == "intent":
        return row or {ANY: whole}
    rated = len(closed) > 1 and all(kind in RATED for kind in closed)
    if headed is not None or (rated and only_figures(text)):
        return {}  # 4 5 3 to four questions: which is whose?
    return by_matter(questions, text, today)
