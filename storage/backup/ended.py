"""What ends with a restore: a backup brings back who was signed in when it was taken, and they may have
signed out since."""

from typing import Final

from sqlalchemy import Engine, delete, inspect, true

from storage import db, one_time_keys
from storage.tables import options, sessions, signins

_ENDED: Final = (
    (sessions, ~one_time_keys.of_form()),
    (signins, true()),
    (options, options.c.key.startswith("backup.", autoescape=True)),
)
"""Sessions, half ones too, and keys that are good once, but for those that tell that a form was sent before;
who is on the way to the sign-in service; what was told of the nightly backup, whose file need not be here."""


def end(engine: Engine) -> None:
    """Nobody is signed in, no key lets anybody in. The database may be of an older version."""
    there = inspect(engine).get_table_names()
    with db.writing(engine) as session:
        for table, which in _ENDED:
            if table.name in there:
                session.execute(delete(table).where(which))
