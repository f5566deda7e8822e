"""Long lists: a page at a time, every row once, the filter kept."""

import inspect
import re
from importlib import import_module
from pkgutil import iter_modules

import pytest
from sqlalchemy import update

from admin import pages, paging
from storage import complaints, conversations, db, rounds, tables
from tests.admin.web import world as worlds
from tests.admin.web.world import NOW
from tests.storage.rounds import plan


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Two rows a page."""
    monkeypatch.setattr(paging, "SIZE", 2)


@pytest.fixture
def many(engine, world):
    """Five talks, all but the first waiting for a person, and five complaints."""
    with db.writing(engine) as session:
        made = conversations.load(session, [("webchat", name) for name in "abcde"], NOW)
        talks = list(made.values())
        talks[0].heard = True
        for talk in talks[1:]:
            talk.waiting_since, talk.waiting_for = NOW, "human"
            worlds.complain(session, talk, "又坏了")
        conversations.save(session, talks)
    return world


async def walked(visitor, path):
    """(the numbers on each page, the pages' addresses) from this page on to the last."""
    found, addresses = [], []
    while path:
        addresses.append(path)
        status, html = await visitor.get(path)
        assert status == 200
        kind = path.split("?")[0]
        found.append([int(number) for number in re.findall(rf'<li><a href="{kind}/(\d+)"', html)])
        following = re.search(r'<a href="([^"]+)" rel="next"', html)
        path = following[1].replace("&amp;", "&") if following else ""
    return found, addresses


@pytest.mark.parametrize(
    ("path", "sizes"),
    [
        ("/talks", [2, 2, 1]),
        ("/talks?only=waiting", [2, 2]),
        ("/talks?only=held", [0]),
        ("/complaints", [2, 2, 1]),
        ("/complaints?state=acknowledged", [2, 2, 1]),
        ("/complaints?state=overdue", [0]),
    ],
)
async def test_every_row_stands_on_one_page(path, sizes, many, visit):
    found, addresses = await walked(await visit("viewer"), path)
    assert [len(page) for page in found] == sizes
    assert len({number for page in found for number in page}) == sum(sizes)
    assert all(address.startswith(path) for address in addresses)


async def test_overdue_complaints_have_pages_too(engine, many, visit, monkeypatch):
    with db.reading(engine) as session:
        due = complaints.one(session, many.complaint).due_at
    monkeypatch.setattr("admin.pages.complaints.now", lambda: due.replace(year=due.year + 1))
    found, _ = await walked(await visit("viewer"), "/complaints?state=overdue")
    assert [len(page) for page in found] == [2, 2, 1]


async def test_from_the_last_page_there_is_a_way_back(many, visit):
    visitor = await visit("viewer")
    found, addresses = await walked(visitor, "/talks?only=waiting")
    _, last = await visitor.get(addresses[-1])
    back = re.search(r'<a href="([^"]+)" rel="prev"', last)[1].replace("&amp;", "&")
    assert back == f"/talks?only=waiting&before={found[-1][0]}"
    assert (await walked(visitor, back))[0][0] == found[-2]
    assert 'rel="prev"' not in (await visitor.get("/talks"))[1]


@pytest.mark.parametrize("at", ["after=", "after=x", "before=-1", "after=９", "before=99999", "page=7"])
async def test_an_edge_that_is_none_is_the_beginning(at, many, visit):
    visitor = await visit("viewer")
    shown = r'<li><a href="/talks/(\d+)"'
    first, other = [re.findall(shown, (await visitor.get("/talks" + at))[1]) for at in ("", f"?{at}")]
    assert other == first
    assert len(first) == 2


@pytest.mark.parametrize(
    ("path", "order"), [("/talks", "oldest"), ("/complaints", "newest"), ("/complaints", "oldest")]
)
async def test_an_order_is_chosen_by_a_link_and_kept_on_every_page(path, order, many, visit):
    visitor = await visit("viewer")
    assert f'href="{path}?sort={order}"' in (await visitor.get(f"{path}?after=1"))[1]
    found, addresses = await walked(visitor, f"{path}?sort={order}")
    there = [number for page in found for number in page]
    assert len(there) == len(set(there)) == 5
    assert all(f"sort={order}" in address for address in addresses)
    if path == "/complaints":
        assert there == sorted(there, reverse=order == "newest")


COUNTED = {"matters": "/matters", "search": "/search?q=物流", "surveys": "/surveys"}
ALONG = {
    "audit": "/audit",
    "complaints": "/complaints",
    "follow_ups": "/follow-ups",
    "parked": "/parked",
    "requests": "/requests",
    "responses": "/responses",
    "round": "/rounds/{round}",
    "rounds": "/rounds",
    "talks": "/talks",
    "visits": "/visits",
}
"""Module -> a list that it shows a page at a time, by number or behind a row."""


def test_every_paged_list_is_among_these():
    found = {module.name for module in iter_modules(pages.__path__) if "paging" in source(module.name)}
    assert found - {"components"} == {*COUNTED, *ALONG}


def source(name):
    return inspect.getsource(import_module(f"{pages.__name__}.{name}"))


@pytest.fixture
def called(engine, many):
    """The id of a round that is open."""
    with db.writing(engine) as session:
        made = rounds.add(session, "satisfaction", plan(), False, None, NOW)
        session.execute(update(tables.rounds).where(tables.rounds.c.id == made).values(state="open"))
    return made


@pytest.mark.parametrize("module", COUNTED)
async def test_beyond_the_end_it_says_so_and_leads_back(module, many, called, visit):
    visitor = await visit("viewer")
    path = COUNTED[module]
    status, html = await visitor.get(f"{path}{'&' if '?' in path else '?'}page=999")
    assert status == 200
    assert "后面没有了" in html
    assert 'rel="prev"' not in html
    first = re.search(r'<a href="([^"]+)">回到第一页</a>', html)[1].replace("&amp;", "&")
    status, html = await visitor.get(first)
    assert (status, "后面没有了" in html) == (200, False)
