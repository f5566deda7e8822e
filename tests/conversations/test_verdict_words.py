"""What is recorded of what customers say to an answer, to measures and to a closed complaint, by chat and by
mail: a table of sentences. Nothing is told that is not recorded."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from bot.conversation.effects import Add, Consent, Decide, Effect, Reopen, Supply
from storage import definitions
from tests.conversations.customer import Customer
from tests.conversations.direct import DirectLine, survey
from tests.conversations.mails import MailLine, Writer

STORY = "沙发用了三天就塌了"


class Group(NamedTuple):
    """Sentences said where the complaint stands so, by moves of staff after it was registered, once `first`
    was said; where it stands after, and whether the words are kept."""

    moves: str
    stands: str
    said: str
    kept: bool = False
    first: str = ""
    then: str = ""


ANSWER = "answer"
MENDED = "answer accept implement verify"
CLOSED = "answer close"
ACCEPTED_CLOSED = "answer accept close"

ACCEPTS = """
同意，谢谢|收到，没问题|好的，可以|可以|没问题
可以的，谢谢|我同意|同意你们的方案|那就这么办吧|就按你们说的办|行的，没意见
没意见|可以接受|好的，同意|嗯，可以|收到，同意，辛苦了
同意，謝謝|可以接受，謝謝|沒問題|好的，可以，謝謝|就這麼辦吧
fine by me, thanks|agreed|that works, thanks|no objections|ok, that works|sounds good|Agreed. Thank you!
"""
ACCEPTS_WITH_MORE = """
可以接受，谢谢！麻烦发货后告诉我单号|可以接受，请尽快发货|我接受，到时候给我打电话
可以接受，謝謝！麻煩出貨後告訴我
I accept it, please let me know the tracking number
"""
REFUSES = """
不接受|我不接受这个结果|不满意这个答复|很不满意你们的处理结果
不同意|你们根本没有解决我的问题|没有解决|根本没解决
你们没有处理好|不認可|不滿意這個答覆
完全沒有解決|not solved at all|I'm not happy with your answer|I don't accept it
"""
REFUSES_WITH_MORE = "不行，必须退款|不接受，运费还没退|不行，必須退款|不同意，我要换新的"
UNSURE = "好的|嗯|好"
COURTESY = "谢谢|收到|收到，谢谢|好的，谢谢|謝謝|thanks"
SOLVED = "解决了|好了|可以接受|没问题了|解决了，谢谢|同意|解決了|it's fixed|works now, thanks"
UNSOLVED = """
还没有|没有|并没有|没解决|你们根本没有解决我的问题|没有解决
还是坏的|老样子|没修好|一点用都没有|跟以前一样|没有变化
問題還在|根本沒有處理好|還沒有|still broken|not yet
not solved at all|it's not fixed|nothing has changed|不满意这个答复|不行
"""
AGAIN = """
没有解决|根本没有解决|没解决啊|你们根本没有解决我的问题|你们没有处理好
并没有好|当然，问题没解决|问题还在|压根没给我解决|没人管
不行，还是坏的|没有，还是那样|到现在都没解决|解决不了问题
為什麼還沒解決？|根本沒有處理好|沒修好|還是老樣子
not solved at all|still broken|the problem is still there|you didn't fix it|是的
好的，麻烦了|要|不接受|不满意这个答复|重新处理
"""
LET_BE = """
没有|不用了|算了|不用了，谢谢|不需要
算了，不用重新处理|已经好了，不用了|沒有|不用了，謝謝|no need|no, thanks
"""

GROUPS = {
    "accepts": Group(ANSWER, "accepted", ACCEPTS),
    "accepts when asked again": Group(ANSWER, "accepted", ACCEPTS + "|好的|嗯|行", first="好的"),
    "accepts with more": Group(ANSWER, "accepted", ACCEPTS_WITH_MORE, kept=True),
    "refuses": Group(ANSWER, "refused", REFUSES),
    "refuses when asked again": Group(ANSWER, "refused", REFUSES, first="好的"),
    "refuses with more": Group(ANSWER, "refused", REFUSES_WITH_MORE, kept=True),
    "may be a yes": Group(ANSWER, "answered", UNSURE),
    "only thanks": Group(ANSWER, "answered", COURTESY),
    "on a condition": Group(ANSWER, "answered", "可以接受，但是运费要退|同意，不过要先退款", kept=True),
    "solved": Group(MENDED, "verified", SOLVED, kept=True),
    "unsolved": Group(MENDED, "refused", UNSOLVED),
    "unsolved when asked again": Group(MENDED, "refused", UNSOLVED, first="好的啊"),
    "refused late": Group(
        CLOSED, "investigating", "不接受|我不接受这个结果|不满意这个答复|不同意|I don't accept it"
    ),
    "refused late, with more": Group(CLOSED, "investigating", "不接受，运费还没退", kept=True),
    "refused late, accepted before": Group(ACCEPTED_CLOSED, "closed", "不接受|不满意这个答复"),
    "taken up again": Group(CLOSED, "investigating", AGAIN, first="还没解决"),
    "let be": Group(CLOSED, "closed", LET_BE, first="还没解决"),
    "answered anew, why was asked": Group(
        ANSWER, "refused", "不行，必须退款|不接受，运费没退", kept=True, first="不接受", then="answer"
    ),
    "answered anew, accepted": Group(ANSWER, "accepted", "好的，可以|同意", first="不接受", then="answer"),
    "answered anew, reopening was asked": Group(
        CLOSED, "accepted", "好的，可以|可以接受", first="还没解决", then="reopen answer"
    ),
    "reopened by staff meanwhile": Group(
        CLOSED, "investigating", "是的|没有解决|不用了", first="还没解决", then="reopen"
    ),
    "mended meanwhile": Group(
        ANSWER, "verified", "可以接受|同意", kept=True, first="好的", then="accept implement verify"
    ),
    "closed meanwhile": Group(ANSWER, "investigating", "不接受|不同意", first="好的", then="close"),
}


def each(table: str) -> list[str]:
    return [said for line in table.strip().splitlines() for said in line.split("|") if said]


class Talk:
    """One customer by chat or by mail, whose complaint is registered, and to whom a survey is offered."""

    def __init__(self, channel: str) -> None:
        self.line = (MailLine if channel == "mail" else DirectLine)(survey("satisfaction"))
        if isinstance(self.line, MailLine):
            self.writer, self.customer = Writer(self.line).writes(f"我要投诉：{STORY}，没人管。"), None
        else:
            self.writer, self.customer = None, Customer(self.line).opens().picks_first()
            self.customer.says("投诉").says(STORY)
            while self.line.talk.state in ("facts", "summary"):
                self.customer.says("跳过" if self.line.talk.state == "facts" else "提交")
            self.customer.says("菜单")
        self.number = str(self.line.complaints[-1].number)

    def staff(self, moves: str) -> None:
        self.line.handles(self.number, *moves.split())

    def says(self, text: str) -> tuple[list[Effect], str]:
        """What came of it, and what was said to it."""
        before = len(self.line.effects)
        if self.writer is not None:
            self.writer.writes(text)
            said = self.writer.mail.text if self.writer.mail else ""
        else:
            assert self.customer is not None
            said = "\n".join(one.text for one in self.customer.says(text).heard)
        return self.line.effects[before:], said


def told(said: str) -> Iterator[str]:
    """The texts of `chat` that say that something is recorded, and were said, in whatever language."""
    for language in definitions.languages():
        chat = definitions.texts(language).section("chat")
        for key in RECORDED:
            section, _, name = key.rpartition(".")
            template = chat
            for part in (*section.split("."), name):
                template = template[part]
            if re.search(re.sub(r"\\\{.*?\\\}", ".+?", re.escape(str(template))), said):
                yield key


RECORDED = {
    "verdict.accepted": lambda one: isinstance(one, Decide) and one.trigger == "accept",
    "verdict.refused": lambda one: isinstance(one, Decide) and one.trigger == "refuse",
    "verdict.reopened": lambda one: isinstance(one, Reopen),
    "reopen.done": lambda one: isinstance(one, Reopen),
    "stayed.reopened": lambda one: isinstance(one, Reopen),
    "verdict.solved": lambda one: isinstance(one, Supply),
    "verdict.told": lambda one: isinstance(one, Supply | Add),
    "mail.complaint.added": lambda one: isinstance(one, Supply),
}
"""Text of `chat` -> what it says is recorded."""


def misheard(group: Group, channel: str) -> list[object]:
    """The sentences that are not recorded as they are meant, with what came of them."""
    wrong: list[object] = []
    for words in each(group.said):
        talk = Talk(channel)
        talk.staff(group.moves)
        if group.first:
            talk.says(group.first)
        if group.then:
            talk.staff(group.then)
        effects, said = talk.says(words)
        stands = talk.line.state_of(talk.number)
        kept = any(isinstance(one, Supply) for one in effects)
        unkept = [key for key in told(said) if not any(RECORDED[key](one) for one in effects)]
        consents = [one for one in effects if isinstance(one, Consent) and not one.given]
        if stands != group.stands or (group.kept and not kept) or unkept or consents:
            wrong.append((words, stands, kept, unkept, consents, said[:60]))
    return wrong


@pytest.mark.parametrize("channel", ["chat", "mail"])
@pytest.mark.parametrize("name", GROUPS)
def test_a_sentence_is_recorded_as_it_is_meant(name: str, channel: str) -> None:
    assert not misheard(GROUPS[name], channel)


@pytest.mark.parametrize("channel", ["chat", "mail"])
def test_what_only_may_be_a_yes_is_asked_about_and_thanks_are_not(channel: str) -> None:
    for words in each(UNSURE):
        talk = Talk(channel)
        talk.staff("answer")
        assert "您能接受吗" in talk.says(words)[1], words
    for words in each(COURTESY):
        talk = Talk(channel)
        talk.staff("answer")
        effects, said = talk.says(words)
        assert not any(isinstance(one, Decide) for one in effects), words
        assert channel == "chat" or not said, words


def test_a_refusal_after_closing_says_by_when_and_asks_why() -> None:
    talk = Talk("chat")
    talk.staff(CLOSED)
    _, said = talk.says("不接受")
    assert all(part in said for part in ("不算办结", "前再答复您", "12315", "哪里不能接受"))
    talk.says("钱没退")
    assert talk.line.notes(talk.number) == ["钱没退"]


@pytest.mark.parametrize(("moves", "stands"), [(CLOSED, "investigating"), (ACCEPTED_CLOSED, "closed")])
def test_the_old_button_refuses_after_closing(moves: str, stands: str) -> None:
    talk = Talk("chat")
    assert talk.customer is not None
    talk.staff("answer")
    asked = talk.customer.says("我的投诉").heard[-1]
    talk.customer.says("菜单")
    talk.staff(moves.removeprefix("answer "))
    talk.customer.picks("不接受", of=asked)
    assert talk.line.state_of(talk.number) == stands
    talk.customer.hears("要重新处理它吗" if stands == "closed" else "不算办结")


@pytest.mark.parametrize("channel", ["chat", "mail"])
def test_of_two_complaints_the_one_that_was_asked_about_last_is_meant(channel: str) -> None:
    talk = Talk(channel)
    talk.line.complaints.append(talk.line.complaints[-1]._replace(number="T261123-0077"))
    talk.line.handles("T261123-0077", "answer")
    talk.staff("answer")
    talk.says("可以接受")
    assert talk.line.state_of(talk.number) == "accepted"
    assert talk.line.state_of("T261123-0077") == "answered"


def test_facts_that_are_told_after_the_answer_are_facts() -> None:
    talk = Talk("mail")
    talk.staff("answer")
    effects, said = talk.says("1. 沙发\n3. 昨天")
    assert [dict(one.facts) for one in effects if isinstance(one, Supply)] == [
        {"product": "沙发", "occurred": "昨天"}
    ]
    assert "补充的收到了" in said


@pytest.mark.parametrize("channel", ["chat", "mail"])
@pytest.mark.parametrize("said", ["我爸刚才触电了，现在人昏迷", "着火了！"])
def test_who_needs_help_is_offered_no_survey(channel: str, said: str) -> None:
    line = (MailLine if channel == "mail" else DirectLine)(survey("satisfaction"))
    heard = "\n".join(one.text for one in line.send("text", said))
    assert "120" in heard
    assert "一共" not in heard
    assert "可以开始吗" not in heard
    assert not line.consents()


def test_a_code_of_staff_by_mail_says_how_a_mailbox_is_linked() -> None:
    line = MailLine(survey("satisfaction"))
    heard = line.mails("staff-7K3D-M9QX\n\n李工")
    assert "填上邮箱地址" in heard[0].text
    assert (line.talk.state, line.called(), line.linked()) == ("new", [], [])
