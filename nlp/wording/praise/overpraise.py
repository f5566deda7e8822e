"""Praise beyond all measure, and beside it what nobody knows to be good: 好极了，收了钱就不认人."""

from collections.abc import Sequence

from nlp.wording.late import late
from nlp.wording.lexicon import pattern
from nlp.wording.praise.degrees import marks_in
from nlp.wording.scores.heard import scores_in
from nlp.wording.text.clauses import Clause
from nlp.wording.text.normal import says_nothing

_GOOD = ("beside_praise", "mended", "hopes")
_PART_QUOTED = late(r"\w\s*[\"“「『‘]\s*(?:\w{0,3}?[满好棒赞优专完贴周热][^\"”」』’]{0,4})\s*[\"”」』’]\W*$")


def overpraised(clauses: Sequence[Clause]) -> bool:
    """Whether it may be mockery: such praise is seldom plain, unless what goes with it is."""
    exaggerated = [clause for clause in clauses if pattern("speech", "exaggerated").search(clause.text)]
    return bool(exaggerated) and any(_mocking(clause) for clause in clauses if clause not in exaggerated)


def _mocking(clause: Clause) -> bool:
    """Whether it has a sign of something bad, and neither thanks nor a judgement of its own."""
    if not pattern("speech", "beside_mockery").search(clause.text) or clause.link or clause.rest:
        return False
    judges = marks_in(clause.text) or scores_in(clause.text) or says_nothing(clause.text)
    return not judges and not any(pattern("speech", key).search(clause.text) for key in _GOOD)


def part_quoted(written: str) -> bool:
    """非常"满意": the praise alone in quotation marks, at the end of what was said."""
    return _PART_QUOTED.search(written) is not None
