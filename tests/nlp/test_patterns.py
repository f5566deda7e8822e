"""No text freezes the reading of answers: the patterns that reading all tables uses hold any text."""

import os
import re
import subprocess
import sys
from types import FrameType

from tests import patterns

_HOW = ("search", "match", "fullmatch")
_USES = (*_HOW, "sub", "split", "findall", "finditer")


def used() -> dict[str, tuple[re.Pattern[str], set[str]]]:
    """The longest pattern made at each place in nlp, and how it is held against texts."""
    made: dict[str, tuple[re.Pattern[str], set[str]]] = {}
    real = re._compile  # type: ignore[attr-defined]

    class Watched:
        def __init__(self, pattern: re.Pattern[str], place: str) -> None:
            self._pattern, self._place = pattern, place

        def __getattr__(self, name: str) -> object:
            if name in _USES:
                known, ways = made.get(self._place, (self._pattern, set()))
                longer = max(known, self._pattern, key=lambda each: len(each.pattern))
                made[self._place] = longer, ways | {name if name in _HOW else "search"}
            return getattr(self._pattern, name)

    def compiled(pattern: object, flags: int) -> object:
        place = _place(sys._getframe(1))
        if isinstance(pattern, Watched):
            return pattern
        found = real(pattern, flags)
        return Watched(found, place) if place and isinstance(pattern, str) else found

    re._compile = compiled  # type: ignore[attr-defined]
    _read_all()
    re._compile = real  # type: ignore[attr-defined]
    return made


def _place(frame: FrameType | None) -> str:
    """Where in nlp a pattern is made; empty elsewhere."""
    while frame and frame.f_code.co_filename.endswith((os.sep + "late.py", re.__file__)):
        frame = frame.f_back
    name = frame.f_code.co_filename if frame else ""
    own = frame is not None and f"{os.sep}nlp{os.sep}" in name and "tests" not in name
    return f"{name.rpartition('nlp' + os.sep)[2]}:{frame.f_lineno}" if frame and own else ""


def _read_all() -> None:
    # only now: what is compiled from here on is watched
    from nlp import read_answer
    from tests.nlp.test_answers import GROUPS, TODAY

    for group in GROUPS:
        day, rules = group.get("today", TODAY), group.get("rules")
        for text, *_ in group["cases"]:
            read_answer(group["kind"], group["question"], group["options"], text, day, rules=rules)


def check() -> None:
    """Print each place whose pattern takes too long, with the text."""
    made = used()
    print(len(made))
    for place, (pattern, ways) in sorted(made.items()):
        for way in sorted(ways):
            if text := patterns.slow(pattern, way, (40,)):
                print(place, way, repr(text))


def test_no_text_freezes_the_reading() -> None:
    command = [sys.executable, "-c", "from tests.nlp import test_patterns; test_patterns.check()"]
    count, *slow = subprocess.check_output(command, text=True, timeout=240).splitlines()
    assert int(count) > 100
    assert not slow
