"""What one side is about, where another matter was asked: 贵 says nothing of how the communication was."""

from functools import cache

from nlp.wording.lexicon import load
from nlp.wording.praise.degrees import Mark
from nlp.wording.praise.told import Heard


def of_the_asked(about: frozenset[str], heard: list[Heard]) -> list[Heard]:
    """Words of another matter are in doubt; not where the asked one is named beside them (沟通很慢)."""
    return [_of_the_asked(about, each) for each in heard] if about else heard


def _of_the_asked(about: frozenset[str], each: Heard) -> Heard:
    if about & each.clause.topics or all(_fits(about, mark) for mark in each.marks):
        return each
    return each._replace(
        marks=tuple(mark._replace(sure=mark.sure and _fits(about, mark)) for mark in each.marks)
    )


def _fits(about: frozenset[str], mark: Mark) -> bool:
    """Whether it may be said of the matter asked; most words may be said of any."""
    spoken = matters_by_word().get(mark.stem)
    return not spoken or bool(spoken & about)


@cache
def matters_by_word() -> dict[str, frozenset[str]]:
    """The matters that a word of one side may be about."""
    found: dict[str, frozenset[str]] = {}
    for aspect in load("aspects").values():
        for word in aspect["words"]:
            found[word] = found.get(word, frozenset()) | frozenset(aspect["of"])
    return found
