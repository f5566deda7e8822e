"""Telegram: photos, files, albums and voice are kept as evidence; the talk does not wait for them."""

import pytest
from sqlalchemy import select

from storage import db
from storage.tables import files, messages
from tests.bot.channels.telegram import begun
from tests.bot.channels.test_contract import kept
from tests.bot.waiting import until

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(500)
OGG = b"OggS\x00\x02" + bytes(500)


def held(engine) -> list[tuple]:
    with db.reading(engine) as session:
        columns = (files.c.name, files.c.kind, files.c.content, files.c.state)
        found = session.execute(select(*columns).order_by(files.c.id))
        return [tuple(row) for row in found]


async def test_a_photo_is_kept_in_its_largest_size(meet, engine):
    customer = await begun(meet)
    await customer.does("photo", JPEG)
    await until(lambda: [row[2:] for row in held(engine)] == [(JPEG, "kept")])
    assert held(engine)[0][1] == "image/jpeg"
    await customer.hears("文件正在收")


async def test_voice_is_kept(meet, engine):
    customer = await begun(meet)
    await customer.does("voice", OGG)
    await until(lambda: [row[2:] for row in held(engine)] == [(OGG, "kept")])


async def test_the_words_under_a_photo_are_kept_with_it(meet, engine):
    customer = await begun(meet)
    await customer.does("photo", JPEG, caption="箱子是破的")
    with db.reading(engine) as session:
        row = session.execute(select(messages.c.text, messages.c.kind).where(messages.c.kind == "file")).one()
    assert tuple(row) == ("箱子是破的", "file")


async def test_an_album_is_answered_once(meet, telegram, engine):
    customer = await begun(meet)
    heard = len(customer.heard)
    for deed in telegram.does.album(
        customer.chat, JPEG, JPEG + b"2", JPEG + b"3", caption="这是收到时的样子"
    ):
        await telegram.arrived(deed)
    await until(lambda: kept(engine, files, files.c.state == "kept") == 3)
    await customer.says("满意")
    await customer.hears("物流")
    told = customer.heard[heard:]
    assert sum("收到" in text for text in told) == 1


NAMES = {
    "../../etc/passwd.jpg": "passwd.jpg",
    "C:\\Users\\li\\照片.jpg": "照片.jpg",
    "照片\u202egpj.exe.jpg": "照片gpj.exe.jpg",
    "a\0b.jpg": "a\ufffdb.jpg",
    "..": None,
    "/": None,
    "长" * 500 + ".jpg": None,
    "": None,
}
"""What a file is called, and what is kept of it; None: something."""


async def test_names_of_files_carry_no_path_and_no_tricks(meet, engine):
    customer = await begun(meet)
    for name in NAMES:
        await customer.does("document", name, "image/jpeg", JPEG)
    await until(lambda: kept(engine, files, files.c.state == "kept") == len(NAMES))
    for (kept_as, *_), expected in zip(held(engine), NAMES.values(), strict=True):
        assert expected in (None, kept_as)
        assert 0 < len(kept_as) <= 255
        assert not set(kept_as) & set("/\\\0\u202e")


async def test_a_photo_of_twenty_megabytes_is_kept_and_holds_up_nobody(
    serve, newcomer, telegram, telegram_settings, engine
):
    await serve(telegram_settings.model_copy(update={"upload_limit": 20_000_000}))
    customer, other = await begun(newcomer), await begun(newcomer)
    content = JPEG + bytes(20_000_000 - len(JPEG))
    telegram.lets_files_go.clear()
    await customer.does("photo", content)
    await telegram.until(lambda: telegram.calls.get("getFile"), "the photo to be asked for")
    for one in (customer, other):
        await one.says("满意")
        await one.hears("物流")
    assert held(engine)[0][3] == "awaited"
    telegram.lets_files_go.set()
    await until(lambda: [len(row[2]) for row in held(engine)] == [20_000_000])


async def test_a_file_larger_than_is_taken_is_told_so_and_not_kept(meet, telegram_settings, engine):
    customer = await begun(meet)
    await customer.does("document", "大.jpg", "image/jpeg", JPEG + bytes(telegram_settings.upload_limit))
    await customer.hears("文件太大了")
    assert held(engine) == []


async def test_a_file_that_is_not_what_it_says_is_not_kept(meet, engine):
    customer = await begun(meet)
    await customer.does("document", "照片.jpg", "image/jpeg", b"MZ\x90\0" + bytes(100))
    await until(lambda: [row[2:] for row in held(engine)] == [(b"", "refused")])
    await customer.says("满意")
    await customer.hears("物流")


@pytest.mark.parametrize("fault", ["fail", "reset_before", "refuse"])
async def test_a_file_that_cannot_be_fetched_now_is_fetched_later(meet, telegram, engine, fault):
    customer = await begun(meet)
    telegram.faults.once("getFile", fault)
    await customer.does("photo", JPEG)
    await customer.says("满意")
    await customer.hears("物流")
    await until(lambda: [row[2:] for row in held(engine)] == [(JPEG, "kept")])


async def test_a_file_that_telegram_has_no_more_is_given_up(meet, telegram, engine):
    customer = await begun(meet)
    deed = telegram.does.photo(customer.chat, JPEG)
    telegram.world.files.clear()
    await telegram.arrived(deed)
    await until(lambda: [row[2:] for row in held(engine)] == [(b"", "refused")])


async def test_a_caption_of_the_greatest_length_is_kept_whole(meet, engine):
    customer = await begun(meet)
    caption = "破" * 4096
    await customer.does("photo", JPEG, caption=caption)
    with db.reading(engine) as session:
        assert session.scalars(select(messages.c.text).where(messages.c.kind == "file")).one() == caption


async def test_names_of_people_with_bidi_characters_harm_nothing(meet, telegram, engine):
    customer = await meet()
    telegram.world.chat(customer.chat).user["first_name"] = "\u202e李\u2066\u0000<b>"
    telegram.world.chat(customer.chat).about["first_name"] = "\u202e李\u2066\u0000<b>"
    await customer.starts()
    await customer.hears("可以开始吗")
