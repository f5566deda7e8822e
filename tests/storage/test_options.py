"""What is chosen in the browser: under the environment, sealed where it is secret, in force at once."""

import pytest
from sqlalchemy import Engine, select

from storage import db, options
from storage.options import Unfit
from storage.settings import Settings
from storage.tables import events
from storage.tables import options as table
from tests.storage.conftest import NOW

TOKEN = "123:very-secret-token"


def put(engine: Engine, staff: int, **values: object) -> None:
    with db.writing(engine) as session:
        options.put(session, values, staff, NOW)


def refresh(engine: Engine, settings: Settings) -> frozenset[str]:
    with db.reading(engine) as session:
        return options.refresh(session, settings)


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv("MANYI_ORGANISATION", raising=False)
    return Settings(_env_file=None)


def test_what_is_chosen_is_in_force_once_looked_at(engine: Engine, staff: int, settings: Settings) -> None:
    assert refresh(engine, settings) == frozenset()
    put(engine, staff, organisation=" 青禾家居 ", telegram_token=TOKEN)
    assert refresh(engine, settings) == {"organisation", "telegram_token"}
    assert (settings.organisation, settings.telegram_token) == ("青禾家居", TOKEN)
    assert refresh(engine, settings) == frozenset(), "nothing has changed since"
    with db.writing(engine) as session:
        options.drop(session, ("organisation",), staff, NOW)
    assert refresh(engine, settings) == {"organisation"}
    assert settings.organisation == "我们"


def test_the_environment_goes_before_it_with_all_that_belongs_together(engine: Engine, staff: int) -> None:
    settings = Settings(telegram_token="9:theirs", organisation="本厂", bot_url="", _env_file=None)
    put(engine, staff, organisation="青禾", telegram_name="chosen_bot", bot_url="https://chat.example.com")
    assert refresh(engine, settings) == {"bot_url"}, "an empty variable says nothing"
    assert (settings.organisation, settings.telegram_token, settings.telegram_name) == (
        "本厂",
        "9:theirs",
        "",
    )
    assert settings.fixed("telegram_name")


def test_no_secret_stands_in_the_database_nor_in_its_history(engine: Engine, staff: int) -> None:
    url = "smtps://a%40b.cn:geheim@smtp.b.cn:465"
    put(engine, staff, telegram_token=TOKEN, smtp_url=url, mail_from="a@b.cn", mail_subaddress=False)
    with db.reading(engine) as session:
        assert options.chosen(session)["smtp_url"] == url
        rows = [*session.execute(select(table)), *session.execute(select(events))]
    assert not any(each in str(rows) for each in (TOKEN, "secret-token", "geheim", url))
    assert [row.target for row in rows if hasattr(row, "target")] == [
        *("telegram_token", "smtp_url", "mail_from", "mail_subaddress")
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            ("telegram_token", "no token"),
            ("smtp_url", "http://x"),
            ("mail_from", "a@b"),
            ("bot_url", "ftp://x"),
        ),
        *(("organisation", "很" * 1001), ("admin_port", "1"), ("secret", "x" * 20)),
    ],
)
def test_what_the_settings_would_not_take_is_not_kept(
    engine: Engine, staff: int, name: str, value: str
) -> None:
    with pytest.raises(Unfit) as raised:
        put(engine, staff, **{name: value})
    assert value not in str(raised.value)


def test_what_was_sealed_under_another_key_is_left_out(
    engine: Engine, staff: int, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(engine, staff, telegram_token=TOKEN, organisation="青禾")
    monkeypatch.setattr("storage.sealing.opened", _another)
    assert refresh(engine, settings) == {"organisation"}


def _another(purpose: str, sealed: bytes) -> str:
    from storage.sealing import Unopened

    raise Unopened(purpose)


def test_a_logo_is_given_back_and_known_by_its_digest(engine: Engine, staff: int, settings: Settings) -> None:
    with db.writing(engine) as session:
        options.put_logo(session, b"a picture", staff, NOW)
    assert refresh(engine, settings) == {"logo"}
    assert len(settings.logo) == 16
    with db.writing(engine) as session:
        assert options.logo(session) == b"a picture"
        options.drop(session, (options.LOGO,), staff, NOW)
    refresh(engine, settings)
    assert settings.logo == ""
