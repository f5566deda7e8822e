"""`manyi qr`: codes that lead to the survey, with their place; posters to print."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner

from admin import posters
from admin.commands import app
from storage import db, surveys
from storage.definitions import DATA
from storage.settings import Settings

run = CliRunner()


@pytest.fixture
def set_up(tmp_path, monkeypatch):
    """`set_up(**settings)`: a database with one survey published."""
    url = f"sqlite:///{tmp_path / 'manyi.db'}"
    db.upgrade(url)
    engine = db.engine(url)
    with db.writing(engine) as session:
        surveys.import_(session, (DATA / "surveys" / "nps.toml").read_text("utf-8"), datetime.now(UTC))
        surveys.publish(session, "nps", datetime.now(UTC))
    engine.dispose()

    def chosen(**given):
        told = {"bot_url": "https://chat.example.com/", "organisation": "青禾家居"} | given
        made = Settings(database_url=url, data=tmp_path, **told, _env_file=None)
        monkeypatch.setattr("admin.commands.qr.settings", lambda: made)
        monkeypatch.setattr("admin.commands.console.settings", lambda: made)
        return tmp_path / "out"

    return chosen


def test_each_place_with_each_product_gets_its_pictures_and_its_sheet(set_up):
    out = set_up()
    listed = out.parent / "places.txt"
    listed.write_text("门店3\n\n一楼 服务台\n", "utf-8-sig")
    asked = ["qr", "nps", "--places", str(listed), "--product", "沙发", "--product", "床", "--out", str(out)]
    told = run.invoke(app, asked)
    assert told.exit_code == 0, told.output
    names = {"nps-门店3_沙发", "nps-门店3_床", "nps-一楼_服务台_沙发", "nps-一楼_服务台_床"}
    made = {f"{name}.{kind}" for name in names for kind in ("svg", "png")} | {"nps.html"}
    assert {file.name for file in out.iterdir()} == made
    page = (out / "nps.html").read_text("utf-8")
    assert page.count('<section class="poster"') == 4
    assert "门店3·沙发" in page
    assert "青禾家居" in page
    assert "chat.example.com/?survey=nps&amp;place=门店3·沙发" in page
    assert "https://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "<script" not in page
    assert (out / "nps-门店3_床.png").read_bytes().startswith(b"\x89PNG")


def test_without_a_place_the_code_is_that_of_the_survey(set_up):
    out = set_up()
    assert run.invoke(app, ["qr", "nps", "--out", str(out)]).exit_code == 0
    assert {file.name for file in out.iterdir()} == {"nps.svg", "nps.png", "nps.html"}


@pytest.mark.parametrize("name", ["门店3", "一楼 服务台", "A区/3号柜台(左)", "Shop #7 & Co."])
def test_the_link_says_the_place_in_a_way_that_comes_back(name):
    survey = surveys.check((DATA / "surveys" / "nps.toml").read_text("utf-8"))
    made = posters.poster("青禾家居", survey, "https://chat.example.com", name)
    assert made.link.isascii()
    assert parse_qs(urlsplit(made.link).query) == {"survey": ["nps"], "place": [name]}


@pytest.mark.parametrize(
    ("arguments", "given", "words"),
    [
        (["nps"], {"bot_url": ""}, "MANYI_BOT_URL"),
        (["nope"], {}, "没有已发布的问卷"),
        (["nps", "--place", "<b>店</b>"], {}, "不能用"),
        (["nps", "--place", "长" * 41], {}, "最多 40"),
        (["nps", "--places", "nowhere.txt"], {}, "nowhere.txt"),
    ],
)
def test_what_cannot_be_is_told_in_a_line_and_nothing_is_made(set_up, arguments, given, words):
    out = set_up(**given)
    told = run.invoke(app, ["qr", *arguments, "--out", str(out)])
    assert told.exit_code == 1
    assert words in told.output
    assert not out.exists()
