"""Every night one backup, that comes back as it was; why there is none is told."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, func, select

from storage import backup, db, leases, messages, ready
from storage.backup import nightly
from storage.conversations import Conversation
from storage.settings import Settings
from storage.tables import messages as kept
from tests.storage import rows
from tests.storage.conftest import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EARLY = NOW - 7 * HOUR
"""Three in the morning in Shanghai."""


@pytest.fixture
def house(engine: Engine, tmp_path: Path) -> Settings:
    url = engine.url.render_as_string(hide_password=False)
    return Settings(_env_file=None, database_url=url, data=tmp_path / "data", backup_keep=2)


def files(house: Settings) -> list[str]:
    return sorted(each.name for each in (house.data / "backups").glob("*"))


def standing(engine: Engine) -> nightly.Standing:
    with db.reading(engine) as session:
        return nightly.standing(session)


def test_it_comes_back_as_it_was(engine: Engine, talk: Conversation, house: Settings) -> None:
    with db.writing(engine) as session:
        messages.record(session, [rows.message(talk, "m1", 1, NOW, text="漆味很大")])
    assert nightly.take(engine, house, NOW) == 1
    assert nightly.take(engine, house, NOW + HOUR) == 0, "once a night"
    (name,) = files(house)
    with db.writing(engine) as session:
        session.execute(delete(kept))
    engine.dispose()
    backup.restore(house.database_url, house.data / "backups" / name, force=True)
    with db.reading(engine) as session:
        assert session.scalars(select(kept.c.text)).all() == ["漆味很大"]
    stands = standing(engine)
    assert stands.good_at is None, "what is in a backup knows nothing of it: the next one is due"
    assert nightly.take(engine, house, NOW) == 1


def test_it_is_due_from_its_hour_on_and_is_made_up_for(engine: Engine, house: Settings) -> None:
    assert nightly.since(house, EARLY) == EARLY
    assert nightly.since(house, EARLY - timedelta(seconds=1)) == EARLY - DAY
    assert [nightly.take(engine, house, at) for at in (EARLY, NOW, EARLY + DAY - HOUR)] == [1, 0, 0]
    assert nightly.take(engine, house, NOW + 3 * DAY) == 1
    assert nightly.take(engine, house, NOW + 4 * DAY) == 1
    assert files(house) == ["nightly-20260307-100000", "nightly-20260308-100000"], "so many are kept"
    for other in ({"backup_at": ""}, {"demo": True}):
        assert nightly.take(engine, house.model_copy(update=other), NOW + 9 * DAY) == 0


def test_another_is_at_it(engine: Engine, house: Settings) -> None:
    with db.writing(engine) as session:
        leases.take(session, nightly.LEASE, "elsewhere:1", NOW, nightly.LONGEST)
    assert nightly.take(engine, house, NOW) == 0
    assert nightly.take(engine, house, NOW + nightly.LONGEST) == 1


def test_a_short_disk_is_told_and_tried_again(
    engine: Engine, house: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(house.data.parent)
    with monkeypatch.context() as short:
        short.setattr(shutil, "disk_usage", lambda _: usage._replace(free=ready.ROOM))
        assert nightly.take(engine, house, NOW) == 0
    stands = standing(engine)
    assert (stands.good_at, stands.code, stands.bad_at) == (None, "no_room", NOW)
    assert files(house) == []
    assert nightly.take(engine, house, NOW + timedelta(minutes=59)) == 0
    assert nightly.take(engine, house, NOW + HOUR) == 1
    assert standing(engine).age(NOW + 3 * DAY) == 3 * DAY - HOUR


def test_what_was_cut_off_goes(engine: Engine, house: Settings) -> None:
    folder = house.data / "backups"
    folder.mkdir(parents=True)
    (folder / ".nightly-20260303-030000.ab12").write_text("half")
    (folder / "before-0011-20250304-020000").write_text("another")
    nightly.take(engine, house, NOW)
    assert files(house) == ["before-0011-20250304-020000", "nightly-20260304-100000"]
    with db.reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(leases.leases)) == 0
