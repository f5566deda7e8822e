"""A portion of what is due in one transaction; of what one dies, the others must not."""

from collections.abc import Callable, Collection
from typing import Final

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from storage import db, logs

log: Final = structlog.get_logger()

Act = Callable[[Session, Collection[int]], int]
SetAside = Callable[[Session, int, str], None]


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
