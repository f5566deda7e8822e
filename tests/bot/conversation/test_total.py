"""`step()` answers everything that can come in, in every state."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.effects import Answer, Complain, Finish, Reason, Say
from bot.conversation.life import AGREED, IN_COMPLAINT, IN_SURVEY, LIFE
from bot.conversation.prompts import prompt
from bot.conversation.step import step
from bot.conversation.talk import Talk, load
from bot.message import Attachment, Inbound
from nlp.wording.lexicon import load as lexicon
from tests.bot.conversation.roads import ROADS, SURVEYS, at
from tests.conversations.direct import MONDAY, DirectLine
from tests.conversations.mails import MailLine

WISHES = [words[0] for words in lexicon("wishes")["wishes"].values()]
MEGABYTE = "慢" * 350_000
ODD = ["", " ", "\x00", "\ud800", "1\ud800", "😀😀", "🙂", "\u202e4\u202c", "<script>", "=1+1", "{x}", "%s"]
PLAIN = [
    *["1", "2", "５", "4分", "满意", "太差了", "一般吧", "好的", "不是", "是的", "没有", "不知道"],
    *["不想说", "可以", "不用了", "回来", "继续", "2分，我要投诉", "物流慢，其他挺好", "提交", "修改"],
    *["还是好的", "又坏了", "不接受", "可以接受", "很满意，就是慢", "门板又裂了，还是老样子"],
    *["我有个建议：门口装个雨棚", "建议", "我要表扬安装的王师傅", "登记", "投诉", "匿名提交"],
    *["产品", "滚", "不", "不想活了", "昨天买的沙发腿断了，订单号 12345678，要求退款"],
]
MARKS = ["", "menu", "story.1", "consent", "7.quality", "summary.1", "fact.1.remedy", "waiting", "\ud800"]
OWN = "T261123-0077"
MARKS += [f"{kind}.{OWN}" for kind in ("stayed", "handling", "verdict", "what", "waits")]
KEYS = ["agree", "5", "yes", "submit", "survey", "complaint", "human", "skip", "cancel", "", "\x00"]
KEYS += ["stayed", "came_back", "accept_answer", "refuse_answer", "all_told", "register", "not_needed"]
QUESTIONS = ["quality", "delivery", "words", "matters", "solved", "gone"]
texts = st.one_of(*map(st.sampled_from, (PLAIN, WISHES, ODD)), st.text())


def way(draw: st.DataObject, shown: Any) -> dict[str, Any]:
    """One thing that a customer may do, sensible or not."""
    kinds = ["text", "text", "pick", "pick", "forged", "file", "open", "edit", "withdraw", "other"]
    kind = draw.draw(st.sampled_from(kinds))
    if kind == "pick" and shown is not None:
        keys = draw.draw(st.lists(st.sampled_from([c.key for c in shown.choices]), min_size=1, max_size=3))
        return {"kind": "choice", "keys": tuple(keys), "of": shown.of}
    if kind in ("pick", "forged"):
        keys = draw.draw(st.lists(st.sampled_from(KEYS), max_size=3))
        words = draw.draw(st.sampled_from(["", "", "4", "锅炸了"]))  # after a command
        return {"kind": "choice", "keys": tuple(keys), "of": draw.draw(st.sampled_from(MARKS)), "text": words}
    if kind == "file":
        remote, size = draw.draw(st.sampled_from(["", "file-1"])), draw.draw(st.sampled_from([0, 10**9]))
        photo = Attachment("x", draw.draw(st.sampled_from(["image/png", "audio/ogg"])), b"", remote, size)
        album = draw.draw(st.sampled_from(["", "", "13", "14"]))
        return {"kind": "file", "text": draw.draw(texts), "attachment": photo, "album": album, **late(draw)}
    if kind == "open":
        start = draw.draw(st.sampled_from(["", "satisfaction", "nps", "staff-7K3D-M9QX"]))
        return {"kind": "open", "text": draw.draw(st.sampled_from(["", "/start"])), "start": start}
    if kind == "withdraw":
        return {"kind": "withdraw", "of": "m1"}
    if kind in ("edit", "other"):
        return {"kind": kind, "text": draw.draw(texts)}
    return {"kind": "text", "text": draw.draw(texts), **late(draw)}


def late(draw: st.DataObject) -> dict[str, Any]:
    """Seldom, something that was written after it has been handled already."""
    return {"late": not draw.draw(st.integers(0, 9))}


def calls_for_an_answer(before: Talk, inbound: Inbound) -> bool:
    """Whether something must be said: not to who only came, took something back, or sends one album on."""
    album = inbound.kind == "file" and inbound.album == before.album != ""
    quiet = inbound.kind == "withdraw" or (inbound.kind == "open" and not inbound.text)
    return not quiet and not (album and not inbound.text.strip())


def obeys(line: DirectLine, before: Talk, after: Talk, inbound: Inbound, effects: list[Any]) -> None:
    """What holds for every single step."""
    said = [effect for effect in effects if isinstance(effect, Say)]
    answers = [effect for effect in effects if isinstance(effect, Answer)]
    assert said or not calls_for_an_answer(before, inbound), "nothing was said"
    if inbound.kind == "withdraw":
        assert (after, effects) == (before, []), "what was taken back is only marked"
    if inbound.late:
        assert not answers, "a value was taken from what came too late"
    assert all(each.outbound.text.strip() for each in said)
    assert load(after.dump()) == after
    assert len({answer.question for answer in answers}) == len(answers)
    if answers or any(isinstance(effect, Reason) for effect in effects):
        assert before.state in IN_SURVEY
        assert before.consent, "an answer without consent"
    at_hand = before.version_id in (0, line.version_id)
    if at_hand and inbound.kind == "choice" and inbound.of != prompt(before, line.context()).outbound.of:
        skipped = (inbound.of, inbound.keys) == ("menu", ("skip",))  # a command of the channel's own menu
        assert not any(answer.value is not None or not skipped for answer in answers), "an old button"
    ended = any(isinstance(effect, Finish) for effect in effects)
    under_way = bool(before.version_id and not before.amends)
    assert ended == (under_way and not after.version_id), "a response was begun and not ended"
    assert after.amends <= (before.amends or not before.version_id), "what is under way is not handed in"
    coherent(after)


def coherent(talk: Talk) -> None:
    """What holds wherever a talk stands."""
    assert talk.state in LIFE.states
    assert (talk.state in AGREED) == bool(talk.consent)
    assert talk.version_id or talk.state not in IN_SURVEY
    assert (talk.state in IN_COMPLAINT) <= (talk.draft is not None)
    assert talk.draft is None or talk.state not in IN_SURVEY


def walk(data: st.DataObject, line: DirectLine, shown: Any, steps: int) -> None:
    talk = line.talk
    for number in range(steps):
        if not data.draw(st.integers(0, 40)):
            line.offered, line.version_id = (
                SURVEYS[data.draw(st.sampled_from(sorted(SURVEYS)))],
                line.version_id + 1,
            )
        line.numbers = data.draw(st.integers(0, 9)) > 0
        if not data.draw(st.integers(0, 5)):
            complained(data, line)
        inbound = Inbound("test", "a", str(number), at=MONDAY, **way(data, shown))
        keys = data.draw(st.lists(st.sampled_from(QUESTIONS))) if inbound.kind == "edit" else []
        line.edited = {key: data.draw(st.sampled_from(["3", True, ["price"], None])) for key in keys}
        before = talk
        talk, effects = step(before, inbound, line.context(), MONDAY)
        obeys(line, before, talk, inbound, effects)
        said = [effect.outbound for effect in effects if isinstance(effect, Say)]
        shown = next((each for each in reversed(said) if each.choices), shown)


def complained(data: st.DataObject, line: DirectLine) -> None:
    """They have complained, and something is asked of them about it, or nothing."""
    if not any(each.number == OWN for each in line.complaints):
        line.complaints.append(Complain(OWN, "灯不亮"))
    line.states[OWN] = data.draw(st.sampled_from(["acknowledged", "answered", "verified", "closed"]))
    line.asks = {OWN: data.draw(st.sampled_from(["stayed", "handling", ""]))}
    line.waits = set(data.draw(st.lists(st.just(OWN), max_size=1)))
    line.code_good = data.draw(st.booleans())


@pytest.mark.parametrize("state", ROADS)
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_run_of_messages_is_answered(state: str, data: st.DataObject) -> None:
    line, customer = at(state)
    walk(data, line, customer.shown, data.draw(st.integers(1, 10)))


@settings(max_examples=40, deadline=None)
@given(st.data(), st.sampled_from([*SURVEYS, None]))
def test_any_talk_from_the_start_is_answered(data: st.DataObject, key: str | None) -> None:
    walk(data, DirectLine(SURVEYS[key] if key else None), None, data.draw(st.integers(1, 25)))


LETTERS = [
    *[
        "我要投诉",
        "我要投诉沙发坏了",
        "匿名，我有个建议：门口装个雨棚",
        "匿名投诉",
        "不留名字",
        "登记，不要留名字",
    ],
    *[
        "我要投诉：沙发塌了，没人管。",
        "灯不亮了，等了一个星期没人来修",
        "好的，什么时候答复我？",
        "我要案卷",
        "修改",
    ],
    *["T261122–0057 怎么样了", "T261123-0077 怎么样了", "删除我的信息", "确定", "继续", "菜单", "1. 满意"],
]


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from([*SURVEYS, None]))
def test_any_run_of_letters_is_taken(data: st.DataObject, key: str | None) -> None:
    """One mail answers one, or none."""
    line = MailLine(SURVEYS[key] if key else None)
    letters = st.lists(st.one_of(st.sampled_from(LETTERS), texts), min_size=1, max_size=8)
    for words in data.draw(letters):
        if not data.draw(st.integers(0, 5)):
            complained(data, line)
        assert len(line.mails(words)) <= 1
        coherent(line.talk)


@pytest.mark.parametrize("state", ROADS)
def test_every_wish_is_granted_or_answered_in_every_state(state: str) -> None:
    for word in WISHES:
        line, _ = at(state)
        inbound = Inbound("test", "a", "x", "text", MONDAY, word)
        talk, effects = step(line.talk, inbound, line.context(), MONDAY)
        obeys(line, line.talk, talk, inbound, effects)


@pytest.mark.parametrize("state", ROADS)
def test_a_person_and_help_are_a_word_away(state: str) -> None:
    line, customer = at(state)
    customer.says("帮助").hears("人工" if state != "new" else "可以开始吗")
    customer.says("我不想活了").hears("12356", "120", "110")
    assert line.called()[-1] == "crisis"
    line, customer = at(state)
    customer.says("人工").hears("同事")
    assert "human" in line.called()


@pytest.mark.parametrize("state", ROADS)
def test_a_megabyte_is_answered_in_every_state(state: str) -> None:
    line, _ = at(state)
    inbound = Inbound("test", "a", "x", "text", MONDAY, MEGABYTE)
    talk, effects = step(line.talk, inbound, line.context(), MONDAY)
    obeys(line, line.talk, talk, inbound, effects)
    assert sum(len(effect.outbound.text) for effect in effects if isinstance(effect, Say)) < 2000


@pytest.mark.parametrize("state", ROADS)
def test_coming_back_finds_the_talk_as_it_was(state: str) -> None:
    line, customer = at(state)
    before = line.talk
    customer.opens()
    if state == "new":
        customer.hears("可以开始吗")
    else:
        customer.hears_nothing()
        assert line.talk == before


@pytest.mark.parametrize("state", ["asking", "confirming", "reason"])
def test_a_survey_that_is_gone_leaves_nobody_stuck(state: str) -> None:
    line, customer = at(state)
    line.version_id += 1
    customer.says("4").hears("不能继续", "有什么可以帮您")
    assert line.ends()[-1] == ("stopped", None)
    customer.says("投诉").hears("发生了什么")
