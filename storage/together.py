"""A portion of what is due in one transaction; of what one dies, the others must not."""

from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from storage import db, logs

log: Final = structlog.get_logger()

Act = Callable[[Session, Collection[int]], int]
SetAside = Callable[[Session, int, str], None]
Due = Callable[[Session, Any], Sequence[Any]]
"""The next portion behind this one, in order; each with its `id`."""


def portions(engine: Engine, due: Due, after: Any, act: Act, set_aside: SetAside, most: int) -> int:
    """Do it for what is due behind `after`, a portion a transaction, so many portions at most: how much was
    done; where more may be left, 1 at least. Of what fails as `together`. Raises OutOfReach."""
    done = 0
    for _ in range(most):
        with db.reading(engine) as session:
            found = due(session, after)
        if not found:
            return done
        after = found[-1]
        done += together(engine, [each.id for each in found], act, set_aside)
    return max(done, 1)


def together(engine: Engine, keys: Collection[int], act: Act, set_aside: SetAside) -> int:
    """Do it for all of these at once; else one by one, and whichever fails alone is set aside under the name
    of its error, so that it does not stand in the way again. How much was done. Raises OutOfReach.
    """
    try:
        with db.writing(engine) as session:
            return act(session, keys)
    except db.OutOfReach:
        raise
    except Exception as failure:  # whatever one of them died of
        log.warning("portion replayed one by one", **logs.told(failure), size=len(keys))
        return sum(_alone(engine, key, act, set_aside) for key in keys)


def _alone(engine: Engine, key: int, act: Act, set_aside: SetAside) -> int:
    try:
        with db.writing(engine) as session:
            return act(session, [key])
    except db.OutOfReach:
        raise
    except Exception as failure:  # staff see it where it is set aside
        log.error("set aside", key=key, **logs.told(failure))
        with db.writing(engine) as session:
            set_aside(session, key, type(failure).__name__)
        return 0
