"""What each kind of update comes to."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from bot.conversation.entries import BY_BUTTON
from bot.message import Attachment, Inbound
from bot.telegram import commands
from bot.telegram.events import Group, Hashed, Heard, Left, Returned, Toggled, Withdrawn
from bot.telegram.fields import target
from bot.telegram.updates import read
from storage import definitions
from tests.bot.telegram.examples import (
    AT,
    CUSTOMER,
    GROUP,
    KEYBOARD,
    NOW,
    OWNER,
    PRIVATE,
    TICKS,
    WHEN,
    business,
    heard,
    member,
    message,
    pressed,
    update,
)

DIGEST = sha256("5分".encode()).hexdigest()[:8]


def taken(update: Any) -> Inbound:
    event = read(update, NOW)
    assert isinstance(event, Heard)
    return event.inbound


def said(kind: Any, text: str = "", **more: Any) -> Inbound:
    return Inbound("telegram", "77", "m5", kind, WHEN, text, order=5, **more)


def filed(name: str, kind: str, size: int = 0) -> Attachment:
    return Attachment(name, kind, b"", "AgAC-1_x", size)


FILE = {"file_id": "AgAC-1_x", "file_unique_id": "u"}
PHOTO = [
    {**FILE, "file_id": "small", "width": 90, "height": 67, "file_size": 1_200},
    {**FILE, "width": 1280, "height": 960, "file_size": 190_000},
    {**FILE, "file_id": "middle", "width": 320, "height": 240, "file_size": 20_000},
]
DOCUMENT = {**FILE, "file_name": "../../票据/发票\u202efdp.exe", "mime_type": "application/pdf"}

MESSAGES: dict[str, tuple[dict[str, Any], Inbound]] = {
    "text": ({"text": "4分"}, said("text", "4分")),
    "forwarded text": ({"text": "4分", "forward_origin": {"type": "hidden_user"}}, said("text", "4分")),
    "half a pair": (
        {"text": "好\ud83d"},
        said("text", "好\ufffd", raw="好\ud83d".encode("utf-8", "surrogatepass")),
    ),
    "start": ({"text": "/start"}, said("open", "/start", language="zh-hans")),
    "start by a link": (
        {"text": "/start nps_2026"},
        said("open", "/start", language="zh-hans", start="nps_2026"),
    ),
    "start with what is no key": (
        {"text": "/start ../etc"},
        said("open", "/start", language="zh-hans", start="."),
    ),
    "start in full": (
        {"text": "/start@ManyiBot nps"},
        said("open", "/start", language="zh-hans", start="nps"),
    ),
    "command": ({"text": "/human"}, said("choice", of="menu", keys=("human",))),
    "cancel": ({"text": "/cancel@ManyiBot "}, said("choice", of="menu", keys=("stop",))),
    "command with words": (
        {"text": "/complaint@ManyiBot 漏水\n两天了 "},
        said("choice", "漏水\n两天了", of="menu", keys=("complaint",)),
    ),
    "command in capitals": ({"text": "/Human"}, said("choice", of="menu", keys=("human",))),
    "start in capitals": ({"text": "/START Nps"}, said("open", "/start", language="zh-hans", start="Nps")),
    "unknown command with words": ({"text": "/Nothing 漏水"}, said("text", "/Nothing 漏水")),
    "unknown command": ({"text": "/nothing"}, said("text", "/nothing")),
    "slash": ({"text": "/"}, said("text", "/")),
    "photo": ({"photo": PHOTO}, said("file", attachment=filed("5.jpg", "image/jpeg", 190_000))),
    "photo of 20 MB": (
        {"photo": [{**FILE, "width": 9000, "height": 9000, "file_size": 20_971_520}]},
        said("file", attachment=filed("5.jpg", "image/jpeg", 20_971_520)),
    ),
    "photo with a caption": (
        {"photo": PHOTO, "caption": "碎" * 4096},
        said("file", "碎" * 4096, attachment=filed("5.jpg", "image/jpeg", 190_000)),
    ),
    "album": (
        {"photo": PHOTO, "media_group_id": "13"},
        said("file", attachment=filed("5.jpg", "image/jpeg", 190_000), album="13"),
    ),
    "document": (
        {"document": DOCUMENT},
        said("file", attachment=filed("发票fdp.exe.pdf", "application/pdf")),
    ),
    "document without a name": (
        {"document": FILE},
        said("file", attachment=filed("5", "application/octet-stream")),
    ),
    "voice": ({"voice": {**FILE, "duration": 3}}, said("file", attachment=filed("5.ogg", "audio/ogg"))),
    "audio": (
        {"audio": {**FILE, "mime_type": "audio/mpeg", "file_name": "a.mp3", "file_size": "big"}},
        said("file", attachment=filed("a.mp3", "audio/mpeg")),
    ),
    "video": (
        {"video": {**FILE, "file_size": 2**40}},
        said("file", attachment=filed("5.mp4", "video/mp4", 2**31 - 1)),
    ),
    "video note": ({"video_note": FILE}, said("file", attachment=filed("5.mp4", "video/mp4"))),
    "animation": (
        {"animation": {**FILE, "mime_type": "video/mp4"}, "document": FILE},
        said("file", attachment=filed("5.mp4", "video/mp4")),
    ),
    "file that can't be fetched": ({"photo": [], "caption": "看"}, said("other", "看")),
    **{
        kind: ({kind: {"any": "thing"}}, said("other"))
        for kind in (
            *("sticker", "location", "venue", "contact", "poll", "dice", "game", "story", "checklist"),
            *("invoice", "successful_payment", "giveaway", "paid_media", "web_app_data"),
        )
    },
}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message(name: str) -> None:
    content, inbound = MESSAGES[name]
    assert taken(heard(**content)) == inbound


IGNORED: dict[str, Any] = {
    "channel post": update("channel_post", message(text="x", chat={"id": -100, "type": "channel"})),
    "edited channel post": update("edited_channel_post", message(text="x")),
    "message in a channel": heard(text="x", chat={"id": -100, "type": "channel"}),
    "inline query": update("inline_query", {"id": "1", "from": CUSTOMER, "query": "x"}),
    "poll": update("poll", {"id": "1"}),
    "pre-checkout": update("pre_checkout_query", {"id": "1", "from": CUSTOMER}),
    "reaction": update("message_reaction", {"chat": PRIVATE, "message_id": 5}),
    "business connection": update("business_connection", {"id": "AbC-9_x", "user": OWNER}),
    "of tomorrow's Telegram": update("telepathy", {"chat": PRIVATE}),
    "pinned": heard(pinned_message=message(4, text="x")),
    "timer": heard(message_auto_delete_timer_changed={"message_auto_delete_time": 86400}),
    "nothing in it": heard(),
    "empty text": heard(text=""),
    "text that is none": heard(text={"a": 1}),
    "from a robot": heard(text="x", **{"from": {**CUSTOMER, "is_bot": True}}),
    "from somebody else": heard(text="x", **{"from": OWNER}),
    "without a chat": heard(text="x", chat=None),
    "without a number": heard(None, text="x"),
    "number beyond 64 bits": heard(2**70, text="x"),
    "chat beyond 64 bits": heard(text="x", chat={"id": 2**70, "type": "private"}),
    "number that is true": heard(True, text="x"),
    "left a group": heard(chat=GROUP, left_chat_member={"id": 1}),
    "the owner of a business account": update("business_message", business(text="x", **{"from": OWNER})),
    "nobody in a business chat": update("business_message", business(text="x", **{"from": None})),
    "forged business account": update("business_message", message(text="x", business_connection_id="a:b")),
    "a place that moves": update("edited_message", message(location={"latitude": 1.0}, edit_date=AT)),
    "deleted nothing": update(
        "deleted_business_messages",
        {"business_connection_id": "AbC-9_x", "chat": PRIVATE, "message_ids": ["1", -1, 2**70]},
    ),
    "put out of a group": member("left", GROUP),
    "restricted in private": member("restricted"),
    "press without data": pressed(None, game_short_name="x"),
    "press with long data": pressed("x" * 65),
    "press with a control character": pressed("7.quality\n|5"),
    "press in a group": pressed("7.quality|5", message=message(8, chat=GROUP)),
    "press by somebody else": pressed("7.quality|5", **{"from": OWNER}),
    "press without a message": pressed("7.quality|5", message=None, inline_message_id="x"),
    **{
        f"no update: {value!r}": value for value in (None, [], "x", 1, {}, {"message": []}, {"message": None})
    },
}


@pytest.mark.parametrize("name", IGNORED)
def test_what_is_ignored(name: str) -> None:
    assert read(IGNORED[name], NOW) is None


EDITED = message(text="5分", edit_date=AT + 30)
MENDED = Inbound(
    "telegram", "77", f"e5.{AT + 30}.{DIGEST}", "edit", WHEN + timedelta(seconds=30), "5分", of="m5"
)


def test_an_edit_is_one_for_each_new_wording() -> None:
    assert taken(update("edited_message", EDITED)) == MENDED
    assert taken(update("edited_message", {**EDITED, "text": "4分"})).external_id != MENDED.external_id


def test_an_edited_caption_is_an_edit() -> None:
    caption = message(photo=[FILE], caption="5分", edit_date=AT + 30)
    assert taken(update("edited_message", caption)) == MENDED


def test_a_customer_of_a_business_account_has_an_address_of_their_own() -> None:
    address = "77:AbC-9_x"
    assert taken(update("business_message", business(text="4分"))) == said("text", "4分")._replace(
        address=address
    )
    edited = business(text="5分", edit_date=AT + 30)
    assert taken(update("edited_business_message", edited)) == MENDED._replace(address=address)
    assert target(address) == {"chat_id": 77, "business_connection_id": "AbC-9_x"}
    assert target("77") == {"chat_id": 77}


def test_messages_taken_back_are_named_one_by_one() -> None:
    deleted = {"business_connection_id": "AbC-9_x", "chat": PRIVATE, "message_ids": [5, 6, 5, "7"]}
    assert read(update("deleted_business_messages", deleted), NOW) == Withdrawn(
        tuple(
            Inbound("telegram", "77:AbC-9_x", f"w{number}", "withdraw", NOW, of=f"m{number}")
            for number in (5, 6)
        )
    )


def test_who_blocks_us_leaves_and_may_return() -> None:
    assert read(member("kicked"), NOW) == Left("77", WHEN)
    assert read(member("member"), NOW) == Returned("77", WHEN)


@pytest.mark.parametrize(
    "update", [heard(text="/start", chat=GROUP), heard(sticker={}, chat=GROUP), member("member", GROUP)]
)
def test_a_group_is_told_apart(update: Any) -> None:
    assert read(update, NOW) == Group(-1001)


PRESSED = Inbound("telegram", "77", "c4242", "choice", NOW)


def test_a_press_is_a_choice_and_knows_what_it_stands_under() -> None:
    inbound = PRESSED._replace(keys=("5",), of="7.quality")
    assert read(pressed("7.quality|5"), NOW) == Heard(inbound, "4242", 8, KEYBOARD, "产品质量怎么样？")


@pytest.mark.parametrize(
    ("data", "of", "keys"),
    [
        ("7.quality|5", "7.quality", ("5",)),
        ("+7.matters|price", "7.matters", ()),
        ("=7.matters", "7.matters", ()),
        ("forged", "forged", ()),
        ("|", "", ()),
    ],
)
def test_a_message_that_telegram_shows_no_more_still_counts(
    data: str, of: str, keys: tuple[str, ...]
) -> None:
    inaccessible = {"chat": PRIVATE, "message_id": 8, "date": 0}
    event = read(pressed(data, message=inaccessible), NOW)
    assert event == Heard(PRESSED._replace(keys=keys, of=of), "4242", 8)


def test_a_tick_changes_the_keyboard_alone() -> None:
    event = read(pressed("+7.matters|price", TICKS), NOW)
    assert event == Toggled("77", 8, TICKS, "+7.matters|price", "4242")


def test_what_is_ticked_is_handed_in_together() -> None:
    assert taken(pressed("=7.matters", TICKS)) == PRESSED._replace(keys=("quality", "care"), of="7.matters")


def test_a_hashed_choice_waits_for_who_knows_it() -> None:
    event = read(pressed("#" + "x" * 22), NOW)
    assert isinstance(event, Hashed)
    assert (event.address, event.data) == ("77", ("#" + "x" * 22,))


@pytest.mark.parametrize(
    ("date", "at"),
    [
        (AT, WHEN),
        (AT - 7 * 86400, WHEN - timedelta(days=7)),
        (AT + 10**6, NOW),
        *[(absurd, NOW) for absurd in (0, -1, 10, 2**40, 2**63, 2**200, 1.5, "1763700000", True, [], None)],
    ],
)
def test_a_moment_is_never_after_now_and_never_absurd(date: Any, at: datetime) -> None:
    assert taken(heard(text="x", date=date)).at == at
    assert taken(update("edited_message", message(text="x", edit_date=date))).at == at


def test_the_same_update_again_is_the_same_message() -> None:
    later = datetime(2026, 11, 30, tzinfo=UTC)
    for each in (heard(text="4分"), pressed("7.quality|5"), update("edited_message", EDITED)):
        again = read(each, later)
        assert isinstance(again, Heard)
        assert again.inbound.external_id == taken(each).external_id


def test_every_command_has_a_name_a_wish_and_a_description() -> None:
    assert set(map(commands.entry, commands.COMMANDS)) <= set(BY_BUTTON)
    told = commands.described(definitions.texts("zh-CN"))
    assert [each["command"] for each in told] == ["start", *commands.COMMANDS]
    assert all(1 <= len(each["description"]) <= 256 for each in told)
    assert all(commands.written(f"/{each['command']}") == (each["command"], "") for each in told)
