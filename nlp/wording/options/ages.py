"""An age told by the way of life: 还在上小学, 奔六, 退休."""

from functools import cache

from nlp.wording.lexicon import load
from nlp.wording.words import Words


def age(text: str) -> tuple[float, float] | None:
    """The years between which the customer is; None where another's age may be told (孩子上小学)."""
    spans, words, others = _ages()
    told = {spans[word] for word in words.findall(text)}
    return told.pop() if len(told) == 1 and not others.search(text) else None


@cache
def _ages() -> tuple[dict[str, tuple[float, float]], Words, Words]:
    """The span of each word, the words, and those for others than the customer."""
    table = load("ages")
    spans: dict[str, tuple[float, float]] = {}
    for span, words in table["spans"].items():
        low, high = span.split("-")
        spans |= dict.fromkeys(words, (float(low), float(high)))
    return spans, Words(spans), Words(table["others"])
