"""Channels and the organisation, set up in the browser: tried, kept, sealed, never shown again."""

import re

import pytest

from admin.finding import Finding
from storage import db, options
from storage.settings import Settings
from tests.admin.web import world as worlds

TOKEN = "123:very-secret"
PASSWORD = "geheim-code"


@pytest.fixture
def settings(engine, data):
    """A house that nothing is said of."""
    url = engine.url.render_as_string(hide_password=False)
    return Settings(database_url=url, data=data, _env_file=None)


@pytest.fixture
def found(monkeypatch):
    """What the looks find; the settings that they were given."""
    looked, says = [], []

    def look(chosen):
        looked.append(chosen)
        yield from says

    monkeypatch.setattr("admin.channel_desk.LOOKS", {"telegram": look, "mail": look})
    return looked, says


async def seen(visitor, group):
    html = (await visitor.get("/channels"))[1]
    return re.search(rf'action="/channels/{group}".*?name="revision" value="(\d+)"', html, re.DOTALL)[1]


async def post(visitor, group, do="try", **fields):
    return await visitor.post(f"/channels/{group}", do=do, revision=await seen(visitor, group), **fields)


def chosen(engine):
    with db.reading(engine) as session:
        return options.chosen(session)


async def test_what_does_not_work_is_put_aside_and_need_not_be_typed_again(world, engine, visit, found):
    looked, says = found
    admin = await visit("administrator")
    says[:] = [Finding("bad", "telegram_unreachable", {"error": TOKEN})]
    status, html = await post(admin, "telegram", bot_token=TOKEN)
    assert (status, "连不上 Telegram" in html, TOKEN in html) == (200, True, False)
    assert chosen(engine) == {}, "nothing is on yet"
    says[:] = [Finding("good", "telegram_ok", {"name": "qinghe_bot"})]
    status, html = await post(admin, "telegram", bot_token="")
    assert (looked[-1].telegram_token, "@qinghe_bot" in html) == (TOKEN, True)
    assert chosen(engine) == {"telegram_token": TOKEN, "telegram_name": "qinghe_bot"}
    assert TOKEN not in (await admin.get("/channels"))[1]
    await post(admin, "telegram", do="off")
    assert chosen(engine) == {}


async def test_a_mailbox_is_guessed_by_its_address(world, engine, visit, found):
    looked, says = found
    says[:] = [Finding("good", "smtp_ok", {"address": "a@qq.com"})]
    admin = await visit("administrator")
    status, html = await post(admin, "mail", address="qinghe@qq.com", mail_password=PASSWORD)
    assert (status, PASSWORD in html) == (200, False)
    assert looked[-1].smtp_url == f"smtps://qinghe%40qq.com:{PASSWORD}@smtp.qq.com:465"
    assert looked[-1].imap_url == f"imaps://qinghe%40qq.com:{PASSWORD}@imap.qq.com:993"
    assert chosen(engine)["mail_subaddress"] is False
    assert 'value="qinghe@qq.com"' in (await admin.get("/channels"))[1]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"address": "nobody"}, "邮箱地址不对"),
        ({"address": "a@example.com"}, "不认得这个邮箱是哪家的"),
        ({"address": "a@example.com", "imap": "imap.example.com:22", "smtp": "smtp.example.com"}, "端口不对"),
        ({"address": "a@example.com", "imap": "http://x/", "smtp": "smtp.example.com"}, "服务器地址不对"),
        ({"address": "a@qq.com", "mail_password": ""}, "还没有填授权码"),
    ],
)
async def test_what_is_no_mailbox_is_not_tried(world, visit, found, fields, said):
    admin = await visit("administrator")
    status, html = await post(admin, "mail", **{"mail_password": PASSWORD, **fields})
    assert (status, said in html, PASSWORD in html, found[0]) == (409, True, False, [])


async def test_the_old_password_goes_to_no_new_place(world, visit, found):
    looked, says = found
    says[:] = [Finding("good", "smtp_ok", {"address": "a@qq.com"})]
    admin = await visit("administrator")
    await post(admin, "mail", address="a@qq.com", mail_password=PASSWORD)
    status, html = await post(admin, "mail", address="a@qq.com", imap="imap.evil.example", smtp="smtp.qq.com")
    assert (status, "旧的不会送到新的地方" in html, len(looked)) == (409, True, 1)


async def test_whoever_is_late_overwrites_nothing(world, visit, found):
    found[1][:] = [Finding("good", "telegram_ok", {"name": "qinghe_bot"})]
    admin = await visit("administrator")
    before = await seen(admin, "telegram")
    await post(admin, "telegram", bot_token=TOKEN)
    status, html = await admin.post("/channels/telegram", do="try", revision=before, bot_token="9:other")
    assert (status, "同事刚刚改过" in html) == (409, True)


async def test_what_the_environment_says_is_shown_as_fixed(world, engine, visit, settings):
    fixed = Settings(telegram_token=TOKEN, _env_file=None)  # what `fixed` goes by
    settings.telegram_token, settings._fixed = TOKEN, fixed._fixed
    admin = await visit("administrator")
    _, html = await admin.get("/channels")
    assert "MANYI_TELEGRAM_TOKEN" in html
    assert 'name="bot_token"' not in html
    status, _ = await admin.post("/channels/telegram", do="try", bot_token="9:other", revision=0)
    assert (status, chosen(engine)) == (409, {})


@pytest.mark.parametrize(
    "address",
    ["ftp://x", "javascript:alert(1)", "https://", "x" * 1001, "https://<b>.cn", "https://u:p@x.cn/"],
)
async def test_an_address_that_is_none_is_refused(world, visit, address):
    admin = await visit("administrator")
    status, html = await admin.post(
        "/channels/address", address=address, revision=await seen(admin, "address")
    )
    assert (status, "网址不对" in html) == (400, True)


async def test_where_customers_open_the_chat(world, engine, visit, settings):
    admin = await visit("administrator")
    await admin.post(
        "/channels/address", address="https://chat.example.com/", revision=await seen(admin, "address")
    )
    assert settings.bot_address == "https://chat.example.com"
    _, html = await admin.get("/poster/print?places=%E4%B8%80%E5%8F%B7%0A%E4%BA%8C%E5%8F%B7")
    assert html.count('class="poster"') == 2
    assert "https://chat.example.com" not in html.split("<main>")[0]
    assert "chat.example.com" in html
    assert (await admin.get("/poster/print?survey=none"))[0] == 404


def shops(number: int) -> str:
    return "\r\n".join(f"上海静安寺旗舰店{each}号" for each in range(number))


async def test_a_poster_for_each_of_many_shops(world, visit):
    handler = await visit("handler")
    _, form = await handler.get("/poster")
    assert 'method="post" action="/poster/print"' in form
    status, html = await handler.post("/poster/print", survey="satisfaction", places=shops(120))
    assert (status, html.count('class="poster"')) == (200, 120)


async def test_more_places_than_are_printed_in_one_go_are_told_of_and_none_is_lost(world, visit):
    handler = await visit("handler")
    status, html = await handler.post("/poster/print", places=shops(201))
    assert (status, "写了 201 个地点，一次最多 200 个" in html) == (400, True)
    assert "上海静安寺旗舰店200号</textarea>" in html


async def test_the_organisation_is_named_anew(world, engine, visit, settings):
    admin = await visit("administrator")
    _, html = await admin.get("/organisation")
    mark = re.search(r'name="revision" value="(\d+)"', html)[1]
    hostile = '"><script>alert(1)</script>'
    assert (await admin.post("/organisation", name=hostile, revision=mark))[0] == 303
    assert settings.organisation == hostile
    for path in ("/organisation", "/", "/poster/print"):
        assert "<script>alert(1)" not in (await admin.get(path))[1]
    assert (await admin.post("/organisation", name="青禾", revision=mark))[0] == 409


async def test_nobody_else_opens_them(world, visit):
    manager = await visit("manager")
    for path in ("/channels", "/organisation", "/start/telegram"):
        assert (await manager.get(path))[0] == 403
    assert worlds
