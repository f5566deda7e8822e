"""The steps of the opening, and how far it has come."""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy.orm import Session

from storage import options

KEY: Final = "start"

STEPS: Final = ("house", "survey", "telegram", "mail", "poster")
"""Each one screen. The first makes the account; the others can be passed over."""


class Standing(NamedTuple):
    """The steps that are done, and those passed over."""

    done: tuple[str, ...]
    passed: tuple[str, ...]

    @property
    def next(self) -> str:
        """The first that is neither; empty: all are."""
        return next((step for step in STEPS if step not in (*self.done, *self.passed)), "")


def standing(session: Session) -> Standing | None:
    """How far it has come; None: this house was not opened in the browser."""
    found = options.read(session, KEY)
    return Standing(tuple(found.value["done"]), tuple(found.value["passed"])) if found else None


def take(session: Session, step: str, user_id: int, at: datetime, *, passed: bool = False) -> None:
    """This step is done, or passed over for now."""
    stood = standing(session) or Standing((), ())
    done, over = ({*stood.done} - {step}, {*stood.passed} - {step})
    (over if passed else done).add(step)
    told = {
        "done": [each for each in STEPS if each in done],
        "passed": [each for each in STEPS if each in over],
    }
    options.keep(session, KEY, told, None, user_id, at)
