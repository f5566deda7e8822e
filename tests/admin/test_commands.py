"""The `manyi` command as typed: what it does, and the one line where it can't."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text, update
from typer.testing import CliRunner

from admin import __main__ as command
from admin import commands
from admin.commands import app
from storage import db, definitions, departments, nameless, surveys, users
from storage.domain import totp
from storage.settings import settings
from storage.tables import survey_versions
from tests.databases import Copies

SURVEY = definitions.DATA / "surveys" / "satisfaction.toml"


@pytest.fixture
def url(copies: Copies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database that the commands find in their settings."""
    made = copies.make("sqlite", db.upgrade, tmp_path)
    monkeypatch.setenv("MANYI_DATABASE_URL", made)
    monkeypatch.setenv("MANYI_DATA", str(tmp_path / "data"))
    settings.cache_clear()
    return made


@pytest.fixture(autouse=True)
def as_before():
    """A command sets up its process."""
    yield
    settings.cache_clear()


def typed(*words: str, keys: str = "") -> tuple[int, str]:
    """(exit status, everything that was printed)"""
    done = CliRunner().invoke(app, list(words), input=keys, env={"COLUMNS": "200"})
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def test_an_account_with_a_password_made_up_can_sign_in(url: str) -> None:
    status, said = typed("user", "add", "wang", "--role", "viewer", "--generate")
    assert status == 0
    password = said.split("密码：")[1].split()[0]
    with db.writing(db.engine(url)) as session:
        (user,) = users.listing(session)
        assert user.role == "viewer"
        tried = users.attempt(session, "wang", "", datetime.now(UTC))
    assert users.proves(tried, password)
    assert tried.candidate
    assert tried.candidate.user == user


def test_a_password_is_asked_for_twice(url: str) -> None:
    status, said = typed("user", "add", "li", keys="correct horse\ncorrect horse\n")
    assert (status, "再输一次" in said) == (0, True)
    assert "correct horse" not in said


def test_whoever_types_another_one_the_second_time_is_asked_anew(url: str) -> None:
    status, said = typed("user", "add", "li", keys="correct horse\ncorrect house\n" + "battery staple\n" * 2)
    assert (status, "两次输入的不一样" in said) == (0, True)
    with db.writing(db.engine(url)) as session:
        assert users.proves(users.attempt(session, "li", "", datetime.now(UTC)), "battery staple")


@pytest.fixture
def wang(url: str) -> str:
    """The cookie of somebody who is signed in."""
    with db.writing(db.engine(url)) as session:
        user = users.add(session, "wang", "王", "handler", "correct horse", datetime.now(UTC))
        return users.sign_in(session, user, datetime.now(UTC)).token


def signed_in(url: str, cookie: str) -> bool:
    """Whether the session of this cookie lives."""
    with db.reading(db.engine(url)) as session:
        return users.session_user(session, cookie, datetime.now(UTC)) is not None


def opens(url: str, password: str) -> bool:
    """Whether wang can sign in with it."""
    with db.writing(db.engine(url)) as session:
        tried = users.attempt(session, "wang", "", datetime.now(UTC))
    return users.proves(tried, password)


def test_a_new_password_is_made_up_and_the_old_one_is_worth_nothing(url: str, wang: str) -> None:
    status, said = typed("user", "password", "WANG", "--generate")
    assert status == 0
    assert opens(url, said.split("密码：")[1].split()[0])
    assert not opens(url, "correct horse")
    assert not signed_in(url, wang)


def test_a_new_password_is_asked_for(url: str, wang: str) -> None:
    status, said = typed("user", "password", "wang", keys="battery staple\nbattery staple\n")
    assert status == 0
    assert "battery" not in said
    assert opens(url, "battery staple")


def test_a_new_password_that_is_too_short_changes_nothing(url: str, wang: str) -> None:
    status, said = typed("user", "password", "wang", keys="short\nshort\n")
    assert (status, "密码太短" in said) == (1, True)
    assert opens(url, "correct horse")
    assert signed_in(url, wang)


def test_who_is_disabled_is_out_at_once_until_enabled(url: str, wang: str) -> None:
    assert typed("user", "disable", "wang")[0] == 0
    assert not signed_in(url, wang)
    assert not opens(url, "correct horse")
    assert typed("user", "enable", "wang")[0] == 0
    assert opens(url, "correct horse")


@pytest.mark.parametrize("words", [("password", "li", "--generate"), ("disable", "li"), ("enable", "li")])
def test_an_account_that_is_none_is_told_with_those_there_are(
    url: str, wang: str, words: tuple[str, ...]
) -> None:
    status, said = typed("user", *words)
    assert status == 1
    assert "li" in said
    assert "wang" in said


@pytest.mark.parametrize(
    ("words", "keys", "told"),
    [
        (("li",), "short\nshort\n", "密码太短"),
        (("li", "--role", "king"), "", "administrator、manager、department_head、handler、auditor、viewer"),
        ((" ",), "correct horse\ncorrect horse\n", "登录名不能为空"),
        (("li lei",), "correct horse\ncorrect horse\n", "登录名里不能有空格"),
        (("x" * 81,), "correct horse\ncorrect horse\n", "最多 80 个字符"),
    ],
)
def test_an_account_that_cannot_be_is_refused_with_the_reason(
    url: str, words: tuple[str, ...], keys: str, told: str
) -> None:
    status, said = typed("user", "add", *words, keys=keys)
    assert status == 1
    assert told in said


def test_an_account_is_made_in_a_department(url: str, wang: str) -> None:
    with db.writing(db.engine(url)) as session:
        departments.add(session, "售后部", 1, datetime.now(UTC))
        departments.add(session, "质量部", 1, datetime.now(UTC))
    status, said = typed("user", "add", "li", "--department", "物流部", "--generate")
    assert status == 1
    assert "“物流部”" in said
    assert "售后部、质量部" in said
    assert typed("user", "add", "li", "--department", "质量部", "--generate")[0] == 0
    with db.reading(db.engine(url)) as session:
        assert {one.login: one.department for one in users.placed(session)} == {"li": "质量部", "wang": ""}


def test_a_survey_is_checked_imported_published_and_listed(url: str) -> None:
    assert "没有错误" in typed("survey", "check", str(SURVEY))[1]
    assert "survey import" in typed("survey", "list")[1]
    assert typed("survey", "import", str(SURVEY))[0] == 0
    assert "草稿" in typed("survey", "list")[1]
    assert typed("survey", "publish", "satisfaction")[0] == 0
    assert "已发布" in typed("survey", "list")[1]
    with db.reading(db.engine(url)) as session:
        assert surveys.published(session, "satisfaction")


def test_a_wrong_survey_is_refused_with_file_line_and_reason(url: str, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(SURVEY.read_text("utf-8").replace('kind = "scale"', 'kind = "scales"', 1))
    number = next(n for n, line in enumerate(wrong.read_text().splitlines(), 1) if '"scales"' in line)
    for verb in ("check", "import"):
        status, said = typed("survey", verb, str(wrong))
        assert status == 1
        assert f"{wrong}:{number}: " in said.replace("\n", "")
    assert "survey import" in typed("survey", "list")[1], "nothing was kept"


def test_a_survey_is_begun_from_a_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "净推荐值" in typed("survey", "templates")[1]
    status, said = typed("survey", "new", "autumn", "--template", "nps")
    assert (status, "manyi survey check autumn.toml" in said) == (0, True)
    assert surveys.check(Path("autumn.toml").read_text("utf-8")).key == "autumn"
    assert typed("survey", "new", "winter", "--file", "w.toml")[0] == 0
    assert len(surveys.check(Path("w.toml").read_text("utf-8")).questions) == 6


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("autumn",), "autumn.toml 已经有了"),
        (("秋",), "代号「秋」不合规则"),
        (("winter", "--template", "npz"), "没有「npz」这个样板。可以用：after_service"),
        (("winter", "--file", "no/such/folder.toml"), "写不了"),
    ],
)
def test_a_survey_that_cannot_be_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("autumn.toml").write_text("mine", "utf-8")
    status, said = typed("survey", "new", *words)
    assert status == 1
    assert told in said
    assert Path("autumn.toml").read_text("utf-8") == "mine"
    assert [each.name for each in tmp_path.iterdir()] == ["autumn.toml"]


@pytest.mark.parametrize(
    ("content", "told"), [(None, "找不到文件"), ("问卷".encode("gb18030"), "UTF-8"), (b"key = ", ":1: ")]
)
def test_a_file_that_is_no_survey_is_refused(tmp_path: Path, content: bytes | None, told: str) -> None:
    file = tmp_path / "s.toml"
    if content is not None:
        file.write_bytes(content)
    status, said = typed("survey", "check", str(file))
    assert status == 1
    assert told in said


def test_publishing_what_is_not_there_says_where_to_look(url: str) -> None:
    status, said = typed("survey", "publish", "autumn")
    assert status == 1
    assert "manyi survey list" in said


@pytest.mark.parametrize("state", ["retired", "discarded"])
def test_publishing_what_is_retired_or_discarded_says_so(url: str, state: str) -> None:
    typed("survey", "import", str(SURVEY))
    with db.writing(db.engine(url)) as session:
        session.execute(update(survey_versions).values(state=state))
    status, said = typed("survey", "publish", "satisfaction")
    assert status == 1
    assert "没有可以发布的版本" in said


def test_what_an_anonymous_round_must_not_ask_is_not_published(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed("survey", "import", str(SURVEY))
    monkeypatch.setattr(nameless, "goes_on", lambda *_: True)
    monkeypatch.setattr(nameless, "asks_who", lambda *_: True)
    status, said = typed("survey", "publish", "satisfaction")
    assert status == 1
    assert "不记名" in said


def outcome(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str
) -> tuple[int, str]:
    """As the program is run: (exit status, what stands on standard error)"""
    monkeypatch.setattr("sys.argv", ["manyi", *words])
    with pytest.raises(SystemExit) as ended:
        command.main()
    status = ended.value.code
    said = capsys.readouterr().err
    return (1, status) if isinstance(status, str) else (int(status or 0), said)


def test_a_database_from_a_newer_version_is_refused_untouched(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with db.writing(db.engine(url)) as session:
        session.execute(text("update alembic_version set version_num = 'r9999'"))
    for words in OPENING:
        status, said = outcome(monkeypatch, capsys, *words)
        assert (status, said.count("\n")) == (1, 1)
        assert "r9999" in said
        assert "请升级软件" in said
        assert "db upgrade" not in said
    with db.reading(db.engine(url)) as session:
        assert not surveys.listing(session)
        assert not users.listing(session)


OPENING = (
    ("db", "upgrade"),
    ("serve",),
    ("worker",),
    ("admin",),
    ("user", "add", "li", "--generate"),
    ("user", "disable", "li"),
    ("survey", "list"),
    ("survey", "import", str(SURVEY)),
    ("survey", "publish", "satisfaction"),
)
"""The commands that open the database."""


def test_a_database_that_is_not_there_yet_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MANYI_DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    settings.cache_clear()
    for words in OPENING[2:]:
        status, said = outcome(monkeypatch, capsys, *words)
        assert (status, "manyi db upgrade" in said) == (1, True)


@pytest.mark.parametrize(
    "words", [("serve",), ("worker",), ("admin",), ("db", "upgrade"), ("survey", "list")]
)
def test_a_kind_of_database_that_is_not_spoken_is_told(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MANYI_DATABASE_URL", "oracle+none://wang:secret@127.0.0.1/manyi")
    settings.cache_clear()
    status, said = outcome(monkeypatch, capsys, *words)
    assert status == 1
    assert "oracle" in said
    assert "SQLite" in said
    assert "secret" not in said


def test_a_server_out_of_reach_is_told_without_the_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MANYI_DATABASE_URL", "postgresql://wang:secret@127.0.0.1:1/manyi?password=secret")
    settings.cache_clear()
    for words in OPENING:
        status, said = outcome(monkeypatch, capsys, *words)
        assert status == 1
        assert "wang:***@127.0.0.1:1/manyi" in said
        assert "secret" not in said


def test_a_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MANYI_BOT_PORT", "eighty")
    settings.cache_clear()
    status, said = outcome(monkeypatch, capsys, "doctor")
    assert status == 1
    assert "MANYI_BOT_PORT" in said
    assert "eighty" in said


def test_errors_of_our_own_are_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(sys.modules["admin.commands.console"], "app", broken)
    with pytest.raises(ZeroDivisionError):
        commands.run()


def test_a_second_factor_is_taken_away_where_nobody_can_sign_in(url: str, wang: str) -> None:
    assert "没有开启两步验证" in typed("user", "second-factor", "wang")[1]
    at = datetime.now(UTC)
    with db.writing(db.engine(url)) as session:
        user = users.find(session, "wang")
        assert user is not None
        users.propose(session, user.id)
        key = users.second_factor(session, user.id).key
        assert key is not None
        assert users.confirm(session, user.id, totp.code(key, totp.step(at)), at)
    status, said = typed("user", "second-factor", "WANG")
    assert (status, "已取消" in said) == (0, True)
    assert not signed_in(url, wang)
