"""The staff's pages in the language of who reads them."""

import re

import pytest

from admin.speaking import within

PAGES = ("/", "/talks", "/complaints", "/parked", "/rounds", "/surveys", "/requests", "/guide")
HAN = re.compile("[\u3400-\u9fff]")
OURS = re.compile(r"<title>(.*?)</title>|<h1>(.*?)</h1>|<nav class=\"menu\".*?</nav>", re.DOTALL)


async def page(visitor, path, **headers):
    answer = await visitor.client.get(path, headers=headers)
    assert answer.status == 200, path
    return await answer.text()


async def test_a_stranger_reads_what_the_browser_prefers(visit, world):
    stranger = await visit()
    for wanted, lang, title in (
        ("en-GB,en;q=0.9", "en", "Sign in"),
        ("zh-HK", "zh-TW", "登入"),
        ("de", "zh-CN", "登录"),
    ):
        html = await page(stranger, "/sign-in", **{"Accept-Language": wanted})
        assert f'<html lang="{lang}">' in html
        assert f"{title} · " in html


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_is_there_in_english(visit, world, path):
    administrator = await visit("administrator")
    html = await page(administrator, path, **{"Accept-Language": "en"})
    ours = " ".join(re.sub(r"<[^>]*>", " ", found[0]) for found in OURS.finditer(html))
    assert '<html lang="en">' in html
    assert not HAN.search(ours.replace("青禾家居", "")), ours


async def test_the_foot_switches_and_the_browser_remembers(visit, world):
    viewer = await visit("viewer")
    assert 'href="/language/en"' in await page(viewer, "/talks")
    came = {"Referer": "https://elsewhere.example/talks?only=held"}
    answer = await viewer.client.get("/language/en", headers=came, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/talks?only=held")
    html = await page(viewer, "/talks", **{"Accept-Language": "zh-TW"})
    assert '<html lang="en">' in html
    assert '<b lang="en" aria-current="true">English</b>' in html


async def test_who_has_just_sent_a_form_is_not_led_away_from_what_came_of_it(visit, world):
    handler = await visit("handler")
    status, html = await handler.post(f"/complaints/{world.complaint}/note", words="")
    assert (status, "/language/" in html, "/look/" in html) == (400, False, False)


async def test_a_language_that_is_not_there_is_no_page(visit):
    stranger = await visit()
    assert (await stranger.get("/language/tlh"))[0] == 404
    html = await page(stranger, "/sign-in", Cookie="manyi_language=tlh")
    assert '<html lang="zh-CN">' in html


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://elsewhere.example/complaints", "/complaints"),
        ("//elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("https://here//elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_stays_here(address, path):
    assert within(address) == path


async def test_light_and_dark_are_kept_by_the_browser_and_nonsense_is_not(visit, world):
    viewer = await visit("viewer")
    html = await page(viewer, "/talks")
    assert "/pages-system.css" in html
    answer = await viewer.client.get(
        "/look/dark", headers={"Referer": "/talks?only=held"}, allow_redirects=False
    )
    assert (answer.status, answer.headers["Location"]) == (303, "/talks?only=held")
    assert "/pages-dark.css" in await page(viewer, "/talks")
    await viewer.client.get("/look/light", allow_redirects=False)
    assert "/pages-light.css" in await page(viewer, "/talks")
    assert (await viewer.get("/look/sepia"))[0] == 404
    html = await page(viewer, "/talks", Cookie="manyi_look=sepia")
    assert "sepia" not in html
