"""Whatever JSON comes: nothing is raised, and what is taken can be stored."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.message import Inbound
from bot.telegram.events import Group, Hashed, Heard, Left, Returned, Toggled, Withdrawn
from bot.telegram.fields import target
from bot.telegram.keyboards import resolve, rows, ticked, toggled
from bot.telegram.updates import KINDS, read
from storage.texts import storable
from tests.bot.telegram.examples import CUSTOMER, GROUP, KEYBOARD, NOW, PRIVATE, TICKS, heard, pressed

texts = st.text(st.characters(exclude_categories=())) | st.sampled_from(
    ["", "\x00", "\ud800", "\u202e4\u202c", "/start \ud800", "/start x", "=", "+", "#", "|", "x" * 30_000]
)
numbers = st.integers() | st.sampled_from([0, -1, 5, 77, 2**31, 2**53, 2**63, 2**64, 10**400, 1_795_400_000])
ids = st.integers(1, 2**60) | numbers
dates = numbers | st.integers(1_300_000_000, 2_000_000_000) | st.sampled_from([253_402_300_799, 2**40])
scalars = st.none() | st.booleans() | numbers | st.floats() | texts
anything = st.one_of(
    scalars,
    st.lists(scalars, max_size=2),
    st.dictionaries(st.sampled_from(["id", "file_id", "inline_keyboard", ""]), scalars, max_size=2),
)


def mostly(proper: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """As it should be, but for one time in a dozen: so that what comes after it is reached."""
    return st.sampled_from("++++++++++++-").flatmap(lambda sign: proper if sign == "+" else anything)


sender = mostly(st.just(CUSTOMER))
chats = mostly(st.sampled_from([PRIVATE, PRIVATE, PRIVATE, GROUP]))
files = st.fixed_dictionaries(
    {"file_id": mostly(st.just("AgAC") | texts)},
    optional={
        "file_name": texts,
        "mime_type": texts,
        "file_size": numbers,
        "width": anything,
        "height": numbers,
    },
)
buttons = st.fixed_dictionaries(
    {"text": mostly(st.text().map("✓ {}".format)), "callback_data": mostly(texts.map("+7.x|{}".format))}
)
markups = st.sampled_from([KEYBOARD, TICKS]) | st.lists(
    st.lists(mostly(buttons), max_size=3), max_size=2
).map(lambda rows: {"inline_keyboard": rows})
media = st.sampled_from(["document", "voice", "audio", "video", "animation", "sticker"])
contents = st.one_of(
    st.fixed_dictionaries({"text": mostly(texts)}, optional={"edit_date": mostly(dates)}),
    st.fixed_dictionaries({"photo": mostly(st.lists(mostly(files), max_size=3)), "caption": mostly(texts)}),
    st.tuples(media, mostly(files), texts).map(lambda each: {each[0]: each[1], "caption": each[2]}),
    st.fixed_dictionaries({"message_ids": mostly(st.lists(mostly(ids), max_size=3))}),
    st.fixed_dictionaries(
        {"new_chat_member": mostly(st.sampled_from([{"status": "member"}, {"status": "kicked"}]))}
    ),
)
around = st.fixed_dictionaries(
    {"chat": chats, "message_id": mostly(ids), "from": sender, "date": mostly(dates)},
    optional={"media_group_id": mostly(texts), "business_connection_id": mostly(st.just("AbC"))},
)
messages = st.tuples(around, contents).map(lambda both: {**both[0], **both[1]})
shown = st.fixed_dictionaries(
    {"chat": chats, "message_id": mostly(ids), "reply_markup": mostly(markups)},
    optional={"text": mostly(texts), "business_connection_id": mostly(st.just("AbC"))},
)
DATA = ["7.quality|5", "+a|b", "=a", "=7.x", "=", "#a", "+#a", "=#a"]
queries = st.fixed_dictionaries(
    {
        "id": mostly(st.just("4242") | texts),
        "from": sender,
        "message": mostly(shown),
        "data": mostly(st.sampled_from(DATA) | texts),
    }
)
updates = st.one_of(
    st.sampled_from(KINDS).flatmap(lambda kind: mostly(messages).map(lambda content: {kind: content})),
    mostly(messages).map(lambda message: {"message": message}),
    mostly(queries).map(lambda query: {"callback_query": query}),
    anything,
)


def kept(inbound: Inbound) -> None:
    """What a database takes: of a length that is bounded, in characters and numbers that it knows."""
    words = (inbound.address, inbound.external_id, inbound.text, inbound.of, inbound.start, inbound.album)
    for text in (*words, *inbound.keys):
        assert storable(text) == (text, False)
        assert len(text) <= 20_000
    assert max(map(len, (inbound.address, inbound.external_id))) <= 600
    assert len(inbound.of) <= 200
    assert inbound.kind in ("open", "text", "choice", "file", "edit", "withdraw", "other")
    assert datetime(2013, 1, 1, tzinfo=UTC) < inbound.at <= NOW
    assert 0 <= inbound.order <= 2**53
    assert (inbound.attachment is not None) == (inbound.kind == "file")
    assert target(inbound.address)["chat_id"] > 0
    if inbound.attachment:
        name = inbound.attachment.name
        assert storable(name + inbound.attachment.kind + inbound.attachment.remote)[1] is False
        assert 0 < len(name) <= 130
        assert not set(name) & set("/\\\u202e\u2066\n")
        assert 0 <= inbound.attachment.size < 2**31


def holds(event: Any) -> None:
    match event:
        case Heard():
            kept(event.inbound)
        case Hashed():
            kept(resolve(event, []).inbound)
        case Withdrawn():
            assert event.inbounds
            for inbound in event.inbounds:
                kept(inbound)
        case Toggled():
            assert event.message_id > 0
            assert rows(toggled(event.markup, event.data))
        case Left() | Returned():
            assert target(event.address)["chat_id"] > 0
            assert event.at <= NOW
        case Group():
            assert -(2**63) <= event.chat_id < 0
        case _:
            assert event is None


@settings(max_examples=1000, deadline=None)
@given(updates)
def test_any_json_comes_to_something_that_can_be_kept(update: Any) -> None:
    holds(read(update, NOW))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_field_may_be_anything(data: st.DataObject) -> None:
    """A proper update with one thing in it, however deep, put out of place."""
    proper = [
        *[
            heard(text="4分"),
            pressed("7.quality|5"),
            pressed("=7.matters", TICKS),
            pressed("+7.m|price", TICKS),
        ],
        heard(document={"file_id": "AgAC", "file_name": "发票.pdf", "mime_type": "application/pdf"}),
    ]
    spoilt = json.loads(json.dumps(data.draw(st.sampled_from(proper))))
    place: Any = spoilt
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or not place[key] or not data.draw(st.integers(0, 3)):
            break
        place = place[key]
    place[key] = data.draw(anything)
    holds(read(spoilt, NOW))


@settings(max_examples=60, deadline=None)
@given(anything)
def test_any_keyboard_is_read(markup: Any) -> None:
    assert ticked(toggled(markup, "x")) == ticked(markup)


@pytest.mark.parametrize("opening", ["[", '{"message":'])
def test_depth_does_no_harm(opening: str) -> None:
    deep: Any = 1
    for _ in range(10_000):
        deep = [deep] if opening == "[" else {"message": deep}
    for update in (deep, heard(text=deep), heard(photo=deep), pressed("=a", deep), heard(chat=deep)):
        holds(read(update, NOW))
