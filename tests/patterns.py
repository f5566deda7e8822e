"""Texts that a regular expression may take for ever over, made from its own words, and a guard on the time.

An expression that can read the same signs in two ways, again and again, tries all of them before it gives up:
嗯+ inside (…)* takes 2**n steps over 嗯嗯嗯…. What it repeats is told by the standard library's parser
(``re._parser``); each such piece, and each two of them, are repeated up to a length, with a sign behind that
fits nothing.
"""

import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice, permutations
from typing import Any

LENGTHS = (40, 100)
MOST = 0.25  # seconds of CPU for one text: who takes for ever takes longer on any machine
_SPOILT = "\x00"
_MOST_PAIRED = 70
_TOGETHER = 500  # so many texts are timed at once: most take microseconds
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_PLAIN = {"ANY": "x", "CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "w"}


class TooLong(AssertionError):
    """A text took longer than `MOST`."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What is done inside is cut off after so many seconds of CPU; ``re`` looks for signals as it goes."""

    def stop(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def slow(pattern: re.Pattern[str], way: str, lengths: tuple[int, ...] = LENGTHS) -> str:
    """The first text over which the pattern takes too long; empty where there is none."""
    held: Callable[[str], object] = getattr(pattern, way)
    written = texts(pattern, lengths)
    while some := list(islice(written, _TOGETHER)):
        if not _in_time(held, some):
            for text in some:
                if not _in_time(held, [text]):
                    return text
    return ""


def _in_time(held: Callable[[str], object], some: list[str]) -> bool:
    """Whether all of these together take no longer than one may."""
    try:
        with within(MOST):
            for text in some:
                held(text)
    except TooLong:
        return False
    return True


def texts(pattern: re.Pattern[str], lengths: tuple[int, ...] = LENGTHS) -> Iterator[str]:
    """Each piece of the pattern, and each two that it repeats, over and over, behind what it wants before."""
    tree = re._parser.parse(pattern.pattern, pattern.flags)  # type: ignore[attr-defined]
    repeated: dict[str, dict[str, None]] = {"": dict.fromkeys(_pieces(tree))}
    for before, piece in _repeated(tree):
        repeated.setdefault(before, {})[piece] = None
        repeated.setdefault("", {})[piece] = None
    for before, pieces in repeated.items():
        paired = [a + b for a, b in permutations(list(pieces)[-_MOST_PAIRED:], 2)]
        for piece in dict.fromkeys([*pieces, *paired]):
            for length in lengths:
                text = before + (piece * length)[: length - len(before) - 1]
                yield from (text + _SPOILT, text + piece[:1])


def _repeated(tree: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """What stands in the repeated parts of the expression, with a text for what stands before them."""
    for op, arg in tree:
        if str(op) in _REPEATS and int(arg[1]) > 1:
            yield from ((before, piece) for piece in _pieces([(op, arg)]))
        for inner in _inner(arg):
            yield from _repeated(inner, before)
        if str(op) not in _REPEATS or int(arg[0]):  # what need not be there is not
            before += _sample(op, arg)


def _pieces(tree: Any) -> Iterator[str]:
    """A text for the whole, and for each part: of a choice, of a repetition, each sign."""
    for part in [tree, *([each] for each in tree)]:
        if text := "".join(_sample(op, arg) for op, arg in part):
            yield text
    for _, arg in tree:
        for inner in _inner(arg):
            yield from _pieces(inner)


def _sample(op: Any, arg: Any) -> str:
    """A text that fits, as short as may be: of a choice the first, of a repetition one."""
    name = str(op)
    if name == "LITERAL":
        return chr(arg)
    if name == "IN":
        return next((found for each in arg if (found := _member(*each))), "x")
    if name in ("ASSERT_NOT", "AT", "GROUPREF", "NOT_LITERAL"):
        return "x" if name == "NOT_LITERAL" else ""
    if name == "BRANCH":
        return "".join(_sample(*each) for each in arg[1][0])
    inner = "".join(_sample(*each) for tree in _inner(arg) for each in tree)
    return inner or _PLAIN.get(name, "")


def _member(op: Any, arg: Any) -> str:
    name = str(op)
    if name == "RANGE":
        return chr(arg[0])
    return chr(arg) if name == "LITERAL" else _PLAIN.get(str(arg), "")


def _inner(arg: Any) -> Iterator[Any]:
    """The expressions inside one."""
    if type(arg).__name__ == "SubPattern":
        yield arg
    elif isinstance(arg, tuple | list):
        for each in arg:
            yield from _inner(each)
