"""What pages load: one style sheet, scripts; by addresses that name their contents, kept for good."""

import gzip
import re
import shutil

import pytest

from admin import assets


async def test_a_page_has_one_style_sheet_and_all_it_loads_is_kept_for_good(world, visit):
    client = (await visit("handler")).client
    html = await (await client.get("/complaints")).text()
    assert len(re.findall(r'rel="stylesheet"', html)) == 1
    loaded = re.findall(r'(?:src|href)="(/static/[^"]+)"', html)
    assert {path.rsplit("/", 1)[1] for path in loaded} == {
        "icon.svg",
        "pages-system.css",
        "app.js",
        "list.js",
    }
    for path in loaded:
        answer = await client.get(path)
        assert (answer.status, answer.headers["Cache-Control"]) == (200, assets.FOR_GOOD)
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_an_address_of_an_earlier_version_still_leads_there_but_is_not_kept(world, visit):
    client = (await visit("handler")).client
    answer = await client.get("/static/0123abcd/app.js", headers={"Accept-Encoding": "identity"})
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-cache")
    assert await answer.read() == assets.ours().files["app.js"].body
    assert (await client.get("/static/0123abcd/nothing.js")).status == 404
    assert (await client.get("/static/0123abcd/..%2Fassets.py")).status == 404


@pytest.mark.parametrize("name", ["base.css", "dark.css", "keys.js", "icon.svg"])
def test_a_changed_file_changes_every_address(name, tmp_path):
    """Of every one: scripts find each other beside themselves."""
    folder = tmp_path / "static"
    shutil.copytree(assets.STATIC, folder)
    assert assets.read(folder) == assets.ours()
    (folder / name).write_text((folder / name).read_text("utf-8") + "\n/* changed */\n", "utf-8")
    changed = assets.read(folder)
    assert changed.address("app.js") != assets.ours().address("app.js")


def test_the_night_is_in_the_sheets_that_may_be_dark_and_never_on_paper():
    sheets = {look: assets.ours().files[f"pages-{look}.css"] for look in assets.NIGHTS}
    text = {look: each.body.decode() for look, each in sheets.items()}
    assert "color-scheme: dark" not in text["light"]
    assert "@media screen {\n" in text["dark"]
    assert "@media screen and (prefers-color-scheme: dark) {\n" in text["system"]
    assert all(gzip.decompress(each.zipped) == each.body for each in sheets.values())


def test_a_name_that_is_no_file_is_refused():
    with pytest.raises(KeyError):
        assets.ours().address("app.css")
