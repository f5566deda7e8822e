"""A response on paper, or told on the phone, that staff type in: what an answer may be typed as, what of it
counts, what does not fit. Values in, values out.

An answer is typed in one line: the number that stands beside an option, several where several may be chosen,
and what else was written behind it.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from storage.domain import questions, routing
from storage.domain.condition import Known
from storage.domain.form import LONGEST
from storage.domain.place import place
from storage.domain.question import Question
from storage.domain.survey import Survey

CHANNELS: Final = ("paper", "phone")

OLDEST: Final = date(1990, 1, 1)
"""Nobody types in what is older: the year was mistyped."""

PROBLEMS: Final = (
    *(
        "unknown_choice",
        "no_customer",
        "not_day",
        "in_future",
        "too_long",
        "no_place",
        "nothing",
        "no_survey",
    ),
)

_SEVERAL: Final = ("multi", "ranking")
_BETWEEN: Final = re.compile(r"[\s,、;/>.]+")
_NUMBERED: Final = re.compile(r"(\d{1,2})[\s,、:.]+(?=.*[^\W\d_])(.+)", re.DOTALL)


class Given(NamedTuple):
    """One answer as it is to be kept, as in `storage.tables.answers`; `text` is what was typed."""

    question: str
    value: Any
    text: str
    comment: str = ""
    because: tuple[str, ...] = ()
    missing: str = ""


class Code(NamedTuple):
    """The number that stands beside an option."""

    code: str
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed in. `on` is the day on the paper, None where it is none; `customer_id` None where it has
    no name. `segment` is that of who has none."""

    version_id: int
    channel: str
    on: date | None
    customer_id: int | None
    place: str
    segment: str
    note: str
    answers: Sequence[Given]


def asked(survey: Survey) -> list[Question]:
    """The questions that can be typed in: of the others, a photo or a signature, the scan tells."""
    return [each for each in survey.questions if each.reads not in ("", "signature")]


def codes(question: Question) -> list[Code]:
    """The options by their numbers: their own keys where these are numbers, else 1, 2, 3 …"""
    own = all(key.isascii() and key.isdecimal() for key, _ in question.choices)
    return [
        Code(key if own else str(place), key, label) for place, (key, label) in enumerate(question.choices, 1)
    ]


def by_code(question: Question, typed: str) -> tuple[list[str], str] | None:
    """(keys, what was written behind) where it begins with numbers of options; None where it does not."""
    known = {each.code: each.key for each in codes(question)}
    plain = unicodedata.normalize("NFKC", typed).strip()
    if not known or not plain[:1].isdigit():
        return None
    several = question.kind in _SEVERAL
    found = _listed(plain, known, several)
    if found is not None:
        return found, ""
    behind = None if several else _NUMBERED.fullmatch(plain)
    if behind is None or behind[1] not in known:
        return None
    return [known[behind[1]]], behind[2].strip()


def _listed(plain: str, known: Mapping[str, str], several: bool) -> list[str] | None:
    """Numbers and nothing else; of options that have one digit each also without a space (135)."""
    parts = [each for each in _BETWEEN.split(plain) if each]
    if several and len(parts) == 1 and all(len(code) == 1 for code in known):
        parts = list(plain)
    if not all(each in known for each in parts) or not (several or len(parts) == 1):
        return None
    return [known[each] for each in parts]


def label(question: Question, given: Given) -> str:
    """The value as the question shows it."""
    return "" if given.value is None else questions.kind(question.kind).label(question, given.value)


def score(question: Question, given: Given) -> float | None:
    """0 to 100; None where it has none."""
    return None if given.value is None else questions.kind(question.kind).score(question, given.value)


def aside(survey: Survey, answers: Sequence[Given]) -> tuple[str, ...]:
    """The questions that were answered and, with the other answers, would not have been asked: the answers
    stay, but count no more, as in a talk."""
    known = {each.question: _known(survey.question(each.question), each) for each in answers}
    way = {survey.questions[place].key for place in routing.route(survey, known)}
    return tuple(each.question for each in answers if each.question not in way)


def _known(question: Question, given: Given) -> Known:
    return Known(given.value, score(question, given), given.text, label(question, given))


def wrong(typed: Typed, today: date) -> dict[str, str]:
    """What does not fit beside the answers, by field, as one of PROBLEMS."""
    checks = {
        "channel": "unknown_choice" if typed.channel not in CHANNELS else "",
        "on": "not_day" if typed.on is None or typed.on < OLDEST else "in_future" if typed.on > today else "",
        "place": "no_place" if typed.place and not place(typed.place) else "",
        "note": "too_long" if len(typed.note) > LONGEST else "",
        "answers": "nothing" if not typed.answers else "",
    }
    return {name: code for name, code in checks.items() if code}
