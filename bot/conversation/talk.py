"""Where a talk with a customer stands: all that is kept of it between two messages."""

import json
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import orjson

from bot.conversation.draft import Draft
from bot.conversation.guess import Guess
from bot.conversation.kept import READ
from bot.conversation.life import LIFE

__all__ = ["LIFE", "Talk", "load"]

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class Talk(NamedTuple):
    """`consent` is the version of the privacy notice agreed to.

    The survey: `version_id` (0: none is open), `at` the position of the open question, `about` that of the
    one whose low score is asked about, `scores` of all questions answered (None: without one, or skipped),
    `values` and `words` of those on which others depend, `full` the quotas that were when their question
    was answered, `seed` what decides the order of questions (0: theirs),
    `nameless` whether the response is anonymous, or the one completed last was,
    `amends` whether it was handed in before, and is corrected,
    `guess` a value to be confirmed (in state asking: the one that was denied), `ahead` what was said of
    questions before their turn, to be offered then, `done` the versions completed.
    The complaint: `draft`, the `fact` asked for (or the number of the closed one that may be reopened,
    or the one at hand, `bot.conversation.at_hand`; or `why`, where the survey rests at that; or `erase`
    while that is to be confirmed),
    `cases` how many were begun, `unnamed` whether it is to be handed in without a name. Before consent `fact`
    also has that something else was told beside it. `tries` counts what was not understood in a row. `start`
    is the key of the survey that a link asked for, until it is begun. `album` is the last album of files,
    which is acknowledged once. `invitation` is the one that the survey is answered by (0: none). `tongue`
    is asked while a language is to be chosen, and sure once it is known (`bot.conversation.tongues`). `when`
    is until when it rests (`bot.conversation.resting`), `reminded` how often the customer was reminded of
    what is open. `back` is where the talk goes on when staff hand it back (`bot.conversation.returning`).
    `files` are those of the last mail, kind and name of each in one text, until its words come. `listed` has
    the questions by the numbers that they had in the last mails. `given` is which case
    file was given last, and when (a mark of it/moment as ISO 8601; no mark of one without a name).
    """

    state: str = "new"
    consent: str = ""
    version_id: int = 0
    at: int = 0
    about: int = 0
    scores: Mapping[str, float | None] = NOTHING
    values: Mapping[str, Any] = NOTHING
    words: Mapping[str, str] = NOTHING
    full: tuple[int, ...] = ()
    seed: int = 0
    nameless: bool = False
    amends: bool = False
    unnamed: bool = False
    guess: Guess | None = None
    ahead: Mapping[str, Guess] = NOTHING
    done: tuple[int, ...] = ()
    draft: Draft | None = None
    fact: str = ""
    cases: int = 0
    tries: int = 0
    start: str = ""
    album: str = ""
    invitation: int = 0
    back: str = ""
    when: str = ""
    reminded: int = 0
    tongue: str = ""
    listed: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    given: str = ""

    @property
    def may_register(self) -> bool:
        """Whether the next step may register a complaint, and so needs a number."""
        return self.state == "summary"

    def dump(self) -> str:
        """Compact JSON. What is as at the start is left out."""
        told = zip(self._fields, self, _START, strict=True)
        kept = {name: value for name, value, start in told if value is not start and value != start}
        return _encode(kept)


_OWN = ('"draft"', '"guess"', '"ahead"', '"words"')


def load(text: str) -> Talk:
    """The talk that was dumped. What is damaged begins anew: rather welcomed again than stuck."""
    own = any(each in text for each in _OWN)  # a customer's words: only what many share is remembered
    return _loaded(text) if own else _common(text)


def _loaded(text: str) -> Talk:
    try:
        kept = json.loads(text)
        return Talk(**{name: read(kept[name]) for name, read in READ.items() if name in kept})
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError):
        return Talk()


_common = lru_cache(maxsize=4096)(_loaded)


_START = Talk()


def _row(kept: Guess | Draft) -> Any:
    return kept.row()


def _encode(kept: dict[str, Any]) -> str:
    try:
        return orjson.dumps(kept, _row, orjson.OPT_PASSTHROUGH_DATACLASS).decode()
    except orjson.JSONEncodeError:  # half of a surrogate pair, which can be kept as ASCII only
        return json.dumps(kept, default=_row)
