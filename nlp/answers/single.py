"""One of several options."""

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, answer, ask
from nlp.wording.choices import Choices, Hit, choices_of
from nlp.wording.missing import missing


def quoted(key: str) -> str:
    """An option stands for its key."""
    return key


def read(asked: Asked, said: Said) -> Reading:
    """The option named; two different ones are asked back with the last as guess (B，不对，A)."""
    choices = choices_of(asked.options, asked.rules)
    whole = choices.whole(said.text)
    if whole is not None:
        return answer(said, asked.options[whole][0], said.text)
    hits = [hit for clause in said.clauses for hit in _named(choices, clause.text) if not hit.negated]
    if not hits:
        parts = [choices.part(clause.text) for clause in said.clauses]
        hits = [hit for hit in parts if hit and not hit.negated]
    return _chosen(asked, said, hits)


def _named(choices: Choices, text: str) -> list[Hit]:
    """Labels, and beside one of them a part of another: 价格和质量 is two."""
    hits = choices.named(text)
    left = text
    for hit in hits:
        left = left.replace(hit.words, " ", 1)
    other = choices.part(left) if hits else None
    return [*hits, other] if other else hits


def _chosen(asked: Asked, said: Said, hits: list[Hit]) -> Reading:
    if not hits:
        return missing(said, none=False) or ask(said)
    words = tuple(hit.words for hit in hits)
    key = asked.options[hits[-1].option][0]
    if len({hit.option for hit in hits}) > 1 or not hits[-1].sure:
        return ask(said, key, *words)
    return answer(said, key, *words)
