"""A person takes over, speaks, hands back."""

import threading

import pytest
from sqlalchemy import Engine

from bot.message import Choice, Outbound
from storage import conversations, db, events, outbox, users
from storage.conversations import Conversation
from tests.storage import rows
from tests.storage.conftest import NOW


def told(engine: Engine, talk: Conversation) -> list[str]:
    with db.reading(engine) as session:
        return [line.text for line in conversations.transcript(session, talk.id)]


def test_one_holds_and_another_cannot(engine: Engine, talk: Conversation, staff: int) -> None:
    talk.waiting_since, talk.waiting_for = NOW, "human"
    with db.writing(engine) as session:
        conversations.save(session, [talk])
        other = users.add(session, "wang", "王工", "handler", "correct horse battery", NOW)
        assert conversations.hold(session, talk.id, staff, NOW)
        assert conversations.hold(session, talk.id, staff, NOW)
        assert not conversations.hold(session, talk.id, other, NOW)
        held = conversations.load(session, [("webchat", "a")], NOW)["webchat", "a"]
        history = [event["trigger"] for event in events.of(session, "conversation", talk.id)]
    assert (held.held_by, held.waiting_since, held.waiting_for, held.seq) == (staff, None, "", 1)
    assert history == ["hold"]
    assert told(engine, talk) == ["您好，现在由李工为您服务。"]


def test_handed_back_the_open_question_is_said_again(engine: Engine, talk: Conversation, staff: int) -> None:
    question = {
        "text": "价格您还满意吗？",
        "choices": [["1", "满意", ""]],
        "of": "1.price",
        "picker": "levels",
    }
    with db.writing(engine) as session:
        outbox.put(session, [rows.saying(talk, 1, NOW, payload=question), rows.saying(talk, 2, NOW)])
        talk.seq = 2
        conversations.save(session, [talk])
        conversations.hold(session, talk.id, staff, NOW)
        conversations.say(session, talk.id, staff, "您请讲", NOW)
        assert conversations.release(session, talk.id, staff, NOW)
        assert not conversations.release(session, talk.id, staff, NOW)
        last = conversations.transcript(session, talk.id)[-1]
    assert (last.seq, last.side, last.payload) == (6, "bot", question)


def test_handed_back_a_question_without_choices_is_said_again(
    engine: Engine, talk: Conversation, staff: int
) -> None:
    scale = Outbound("价格您还满意吗？", (Choice("4", "满意"),), "1.price", "levels").dump()
    words = Outbound("还有什么想对我们说的？", of="1.words", progress=(6, 6)).dump()
    with db.writing(engine) as session:
        outbox.put(session, [rows.saying(talk, n, NOW, payload=said) for n, said in ((1, scale), (2, words))])
        talk.seq = 2
        conversations.save(session, [talk])
        conversations.hold(session, talk.id, staff, NOW)
        conversations.release(session, talk.id, staff, NOW)
        last = conversations.transcript(session, talk.id)[-1]
    assert (last.payload, last.text) == (words, "还有什么想对我们说的？")


def test_only_who_holds_replies_and_hands_back(engine: Engine, talk: Conversation, staff: int) -> None:
    with db.writing(engine) as session:
        other = users.add(session, "wang", "王工", "handler", "correct horse battery", NOW)
        assert not conversations.reply(session, talk.id, staff, "没人接手", NOW)
        conversations.hold(session, talk.id, staff, NOW)
        assert not conversations.reply(session, talk.id, other, "插一句", NOW)
        assert not conversations.release(session, talk.id, other, NOW)
        assert conversations.reply(session, talk.id, staff, "您请讲", NOW)
        assert conversations.release(session, talk.id, other, NOW, anyones=True)
        assert not conversations.release(session, talk.id, other, NOW, anyones=True)
    said = [text for text in told(engine, talk) if text in ("没人接手", "插一句", "您请讲")]
    assert said == ["您请讲"]


def test_who_got_an_answer_waits_no_more(engine: Engine, talk: Conversation, staff: int) -> None:
    talk.waiting_since, talk.waiting_for = NOW, "reply"
    with db.writing(engine) as session:
        conversations.save(session, [talk])
        conversations.say(session, talk.id, staff, "马上为您查", NOW)
        now = conversations.load(session, [("webchat", "a")], NOW)["webchat", "a"]
    assert (now.waiting_since, now.waiting_for) == (None, "")


def test_numbers_are_given_once_however_many_speak(engine: Engine, talk: Conversation, staff: int) -> None:
    def speak() -> None:
        for _ in range(10):
            with db.writing(engine) as session:
                conversations.say(session, talk.id, staff, "在", NOW)

    def hear() -> None:
        for _ in range(10):
            with db.writing(engine) as session:
                row = conversations.load(session, [("webchat", "a")], NOW)["webchat", "a"]
                row.seq += 1
                outbox.put(session, [rows.saying(row, row.seq, NOW)])
                conversations.save(session, [row])

    speakers = [threading.Thread(target=each) for each in (speak, hear, speak, hear)]
    for speaker in speakers:
        speaker.start()
    for speaker in speakers:
        speaker.join()
    with db.reading(engine) as session:
        numbers = [one.seq for one in conversations.transcript(session, talk.id)]
    assert numbers == list(range(1, 41))


def test_nobody_can_be_told_anything_where_there_is_no_conversation(engine: Engine, staff: int) -> None:
    with pytest.raises(KeyError), db.writing(engine) as session:
        conversations.say(session, 404, staff, "在吗", NOW)


def test_handed_back_a_question_is_said_without_the_apology_before_it(
    engine: Engine, talk: Conversation, staff: int
) -> None:
    asked = {"text": "不好意思。可以开始吗？", "plain": "可以开始吗？", "of": "consent"}
    with db.writing(engine) as session:
        outbox.put(session, [rows.saying(talk, 1, NOW, payload=asked)])
        talk.seq = 1
        conversations.save(session, [talk])
        conversations.hold(session, talk.id, staff, NOW)
        conversations.release(session, talk.id, staff, NOW)
        last = conversations.transcript(session, talk.id)[-1]
    assert last.payload == {"text": "可以开始吗？", "of": "consent"}
