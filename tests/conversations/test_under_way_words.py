"""What customers say to a complaint that is under way, of which nothing is asked: they refuse what they
accepted, tell more, or withdraw it. A table of sentences, by chat and by mail."""

from dataclasses import replace

import pytest

from bot.conversation.context import Case, ComplaintState, Context
from bot.conversation.effects import Add, CallPerson, Complain, Consent, Decide, Supply
from tests.conversations.customer import Customer
from tests.conversations.direct import CODE, DirectLine, survey
from tests.conversations.mails import MailLine, Writer
from tests.conversations.test_verdict_words import Group, Talk, each

ACCEPTED = "answer accept"
MEASURES = "answer accept implement"
MENDED = "answer accept implement verify"

REFUSES = """
不接受！！|我不接受这个答复|不接受了|还是不接受吧|算了，不接受了|我又不想接受了|不接受😡😡|想了想，还是不接受
我反悔了，這個處理我不接受|我後悔了，不同意這個方案|這樣的處理方式我不能接受|沒辦法接受啦
I changed my mind, I don't accept it|I take it back, not acceptable|I no longer accept it
"""
REFUSES_WITH_MORE = """
反悔了，不接受，我要退款|我不接受，又坏了|又坏了，我不接受|之前接受了，现在不接受|你们的方案我不接受，要退款
"""
TELLS = """
还没有解决！桌子还是坏的|都三天了还没好|补充一下：桌子也坏了|還是壞的|still broken|不用处理了
"""
SOLVED = "搞定了，谢谢|修好了🙏|已经好了，多谢|修好了，謝謝你們|all fixed, thank you!"
SUPPLEMENTS = """
补充一下：桌子也坏了|我再补充一点，昨天又漏了|再补充一个情况，邻居也有|关于我的投诉，还有一点要补充：门也坏了
關於投訴補充，還有桌子也壞了|補充說明：商品型號是A1|one more thing about my complaint: it leaks
I'd like to add something: the door is broken too|补充：订单号是B123456
"""
REOPENS = """
還是沒弄好，麻煩重新處理|我反悔了，这个处理我不接受|请再处理一下|不能结案
我要求重新处理|reopen it please, still broken
"""

GROUPS = {
    "refused once accepted": Group(ACCEPTED, "refused", REFUSES),
    "refused once accepted, with more": Group(ACCEPTED, "refused", REFUSES_WITH_MORE, kept=True),
    "refused while it is put right": Group(MEASURES, "refused", "不接受|我不接受，又坏了|不满意这个处理"),
    "told once accepted": Group(ACCEPTED, "accepted", TELLS + SOLVED, kept=True),
    "told while it is put right": Group(MEASURES, "measures", TELLS + SOLVED, kept=True),
    "accepted again": Group(ACCEPTED, "accepted", "我接受这个答复|谢谢|收到"),
    "unsolved, with why": Group(MENDED, "refused", "还没有解决！桌子还是坏的|没弄好，门关不上", kept=True),
    "solved, in few words": Group(MENDED, "verified", "搞定了，谢谢|弄好了👍|好啦|OK了", kept=True),
    "accepted, in few words": Group("answer", "accepted", "ok 接受👌|成交|接受啦|ok，接受"),
    "refused, in few words": Group(
        "answer", "refused", "不太能接受诶|不能接受哦|沒辦法接受耶|太少了，不接受"
    ),
    "on a condition": Group("answer", "answered", "如果不退款，我不接受|要是再坏，我就不接受", kept=True),
    "taken up again": Group("answer accept close", "investigating", "是的", first="不能结案"),
}


@pytest.mark.parametrize("channel", ["chat", "mail"])
@pytest.mark.parametrize("name", GROUPS)
def test_it_is_recorded_as_it_is_meant(name: str, channel: str) -> None:
    group, wrong = GROUPS[name], []
    for words in each(group.said):
        talk = Talk(channel)
        talk.staff(group.moves)
        if group.first:
            talk.says(group.first)
        effects, said = talk.says(words)
        stands, kept = talk.line.state_of(talk.number), any(isinstance(one, Supply) for one in effects)
        left = [one for one in effects if isinstance(one, Consent) and not one.given]
        if stands != group.stands or (group.kept and not kept) or left:
            wrong.append((words, stands, kept, said[:60]))
    assert not wrong


@pytest.mark.parametrize("words", each(REOPENS))
def test_a_closed_one_is_offered_or_taken_up_again(words: str) -> None:
    for moves in ("answer close", "answer accept close"):
        talk = Talk("chat")
        talk.staff(moves)
        talk.says("菜单")
        talk.says(words)
        asked = talk.line.talk.state == "reopening"
        assert asked or talk.line.state_of(talk.number) == "investigating", moves


@pytest.mark.parametrize("words", each(SUPPLEMENTS))
def test_a_supplement_is_added_to_the_open_complaint_whatever_rests(words: str) -> None:
    for before in ("", "人工"):
        talk = Talk("chat")
        if before:
            talk.says(before)
        effects, said = talk.says(words)
        assert [one.text for one in effects if isinstance(one, Supply)] == [words]
        assert talk.number in said
        assert not talk.line.talk.draft


def test_a_supplement_goes_to_the_one_that_is_named_and_how_to_name_it_is_told() -> None:
    talk = Talk("chat")
    talk.line.complaints.append(talk.line.complaints[-1]._replace(number="T261123-0077"))
    _, said = talk.says("补充一下：桌子也坏了")
    assert "补充 T261123-0077" in said
    effects, _ = talk.says("补充 T261123-0077：桌子也坏了")
    assert [one.number for one in effects if isinstance(one, Supply)] == ["T261123-0077"]


def test_after_a_refusal_with_its_reason_nobody_is_asked_why() -> None:
    talk = Talk("chat")
    talk.staff(MENDED)
    _, said = talk.says("还没有解决！桌子还是坏的")
    assert "哪里不能接受" not in said
    assert talk.line.notes(talk.number) == ["还没有解决！桌子还是坏的"]


def test_who_refuses_what_they_accepted_is_told_by_when_and_the_ways_outside() -> None:
    talk = Talk("chat")
    talk.staff(ACCEPTED)
    _, said = talk.says("我反悔了，不接受")
    assert all(part in said for part in ("前再答复您", "12315", "哪里不能接受"))


def test_who_only_changed_their_mind_is_asked() -> None:
    talk = Talk("chat")
    talk.staff(ACCEPTED)
    assert "您能接受吗" in talk.says("我反悔了")[1]
    talk.says("不接受")
    assert talk.line.state_of(talk.number) == "refused"


def test_in_a_survey_it_is_asked_whether_it_was_meant_so() -> None:
    line = DirectLine(survey("satisfaction"))
    customer = Customer(line).opens().picks_first()
    line.complaints.append(Complain("T261123-0001", "灯不亮"))
    line.handles("T261123-0001", "answer", "accept")
    customer.says("不接受").hears("您能接受吗")
    assert line.state_of("T261123-0001") == "accepted"
    customer.says("不接受")
    assert line.state_of("T261123-0001") == "refused"


def test_a_mail_that_answers_the_survey_by_number_answers_that() -> None:
    line = MailLine(survey("satisfaction"))
    writer = Writer(line).is_invited()
    line.complaints.append(Complain("T261123-0001", "灯不亮"))
    line.handles("T261123-0001", "answer", "accept")
    writer.writes("1. 5\n2. 4\n3. 3\n还没解决，又坏了")
    assert line.answers()


UNHEARD = """
我不接受cookies|补充一下第3题，是5分|还有，你们几点关门|另外，怎么退款|补充什么|补充材料怎么交|需要补充吗
你们要我撤诉？没门|我不会撤诉的|撤诉要多久|对了，客服电话多少
"""


@pytest.mark.parametrize("words", each(UNHEARD))
def test_what_is_said_of_something_else_is_not_heard(words: str) -> None:
    talk = Talk("chat")
    effects, said = talk.says(words)
    assert not [one for one in effects if isinstance(one, Supply | Decide)]
    assert "撤回投诉 T" not in said


WITHDRAWS = """
我要撤诉|撤诉|撤回投诉|不投诉了，撤了吧|我不投诉了|帮我把投诉撤了|取消投诉|投诉取消吧|怎么撤诉|没必要投诉了
我要撤銷投訴|我要撤回客訴|我不想投訴了|withdraw my complaint|please cancel my complaint
"""
YES = "是的|好|嗯，撤吧|确定|撤回"
NO = "不|不撤了|算了|先不撤|不用了，接着办吧|我再想想"


@pytest.mark.parametrize("channel", ["chat", "mail"])
def test_it_is_withdrawn_once_they_say_yes(channel: str) -> None:
    for words in each(WITHDRAWS):
        talk = Talk(channel)
        effects, said = talk.says(words)
        assert talk.number in said, words
        assert not [one for one in effects if isinstance(one, Decide | CallPerson)], words
        talk.says("是的")
        assert talk.line.state_of(talk.number) == "withdrawn", words


@pytest.mark.parametrize("moves", ["", "answer", "answer refuse", ACCEPTED, MENDED])
def test_it_is_withdrawn_or_not_as_they_say(moves: str) -> None:
    for words, stands in {**dict.fromkeys(each(YES), "withdrawn"), **dict.fromkeys(each(NO), "")}.items():
        talk = Talk("chat")
        talk.staff(moves)
        before = talk.line.state_of(talk.number)
        talk.says("我要撤诉")
        talk.says(words)
        assert talk.line.state_of(talk.number) == (stands or before), words


def test_why_it_is_withdrawn_is_told_to_who_handles_it() -> None:
    talk = Talk("chat")
    effects, _ = talk.says("我要撤诉，已经修好了")
    assert [one.text for one in effects if isinstance(one, Supply)] == ["我要撤诉，已经修好了"]


@pytest.mark.parametrize("channel", ["chat", "mail"])
def test_of_several_it_is_asked_which(channel: str) -> None:
    talk = Talk(channel)
    talk.line.complaints.append(talk.line.complaints[-1]._replace(number="T261123-0077"))
    assert "哪一件" in talk.says("撤回投诉")[1]
    assert "T261123-0077" in talk.says("T261123-0077")[1]
    talk.says("是的")
    assert talk.line.state_of("T261123-0077") == "withdrawn"
    assert talk.line.state_of(talk.number) == "acknowledged"


def test_what_is_closed_is_not_withdrawn_but_told() -> None:
    talk = Talk("chat")
    talk.staff("answer close")
    assert "已办结" in talk.says("撤回投诉")[1]
    assert talk.line.state_of(talk.number) == "closed"


@pytest.mark.parametrize(
    "words", ["取消，不用重新处理了", "别重新处理了", "我不要重新处理了", "never mind, don't reopen it"]
)
def test_to_let_be_what_was_just_taken_up_again_is_told_to_staff(words: str) -> None:
    talk = Talk("chat")
    talk.staff("answer close")
    talk.says("还没解决")
    talk.says("是的")
    effects, said = talk.says(words)
    assert [one.text for one in effects if isinstance(one, Supply)] == [words]
    assert talk.number in said
    assert talk.line.state_of(talk.number) == "investigating"


WHEN = "那什么时候答复我啊|什么时候有结果|还要等多久才有答复|還沒處理好嗎？|when will I get an answer?"


@pytest.mark.parametrize("first", ["", "我要撤诉", "我有个建议：多开几家店", "人工"])
def test_by_when_it_is_answered_is_told_whatever_is_offered(first: str) -> None:
    for words in each(WHEN):
        talk = Talk("chat")
        talk.line.complaints[-1] = talk.line.complaints[-1]._replace(due_at=talk.line.complaints[-1].due_at)
        if first:
            talk.says(first)
        assert "18:00" in talk.says(words)[1], words


class Unnamed:
    """Who looks up the one that they complained of without a name, before consent."""

    number = "T261123-0003"

    def __init__(self, moves: str) -> None:
        self.line = DirectLine(survey("satisfaction"))
        self.line.complaints.append(Complain(self.number, "灯不亮", anonymous=True, code=CODE))
        self.line.handles(self.number, *moves.split())
        known, self.line.context = self.line.context, self._context  # type: ignore[method-assign]
        self._known = known
        self.customer = Customer(self.line).opens().says(f"查投诉 {self.number} {CODE}")

    def _context(self) -> Context:
        context = self._known()
        assert context.wanted is not None
        state = ComplaintState(self.number, self.line.state_of(self.number), self.line.now, None)
        case = Case(state, (), 0, 5) if CODE in self.line.said else context.wanted.case
        return replace(context, wanted=replace(context.wanted, case=case, unnamed=state))


@pytest.mark.parametrize("moves", ["", "answer refuse", ACCEPTED, MEASURES])
@pytest.mark.parametrize("words", ["不满意", "我很不满意！", "还没修", "還是沒好", "补充一下，灯也坏了"])
def test_what_is_said_against_one_without_a_name_goes_to_it(moves: str, words: str) -> None:
    seen = Unnamed(moves)
    seen.customer.says(words).says("不满意，太慢了")
    assert [one.text for one in seen.line.effects if isinstance(one, Add)] == [words, "不满意，太慢了"]
    assert seen.line.consents() == []


def test_one_without_a_name_is_refused_once_accepted_asked_after_and_withdrawn() -> None:
    seen = Unnamed(ACCEPTED)
    seen.customer.says("什么时候答复我").hears("您已接受答复")
    seen.customer.says("我反悔了，不接受").hears("不接受", "12315")
    seen.customer.says("不接受").says("我要撤诉").hears("撤回这一件吗").hears_not(seen.number)
    seen.customer.says("是的").hears("已经撤回")
    assert seen.line.state_of(seen.number) == "withdrawn"


SUBMITS = "提交|送出|就这样提交|提交吧，谢谢|submit it"


@pytest.mark.parametrize("words", each(SUBMITS))
def test_to_hand_it_in_is_no_fact(words: str) -> None:
    line = DirectLine(survey("satisfaction"))
    customer = Customer(line).opens().picks_first().says("投诉").says("沙发坏了")
    assert line.talk.state == "facts"
    customer.says(words)
    assert line.talk.state == "summary"
    assert line.talk.draft is not None
    assert words not in line.talk.draft.row().values()
    customer.says(words)
    assert len(line.complaints) == 1


def test_what_was_told_last_is_put_right() -> None:
    line = DirectLine(survey("satisfaction"))
    customer = Customer(line).opens().picks_first().says("投诉").says("客服态度很差")
    customer.says("桌子").says("我说错了，是床")
    assert line.talk.draft is not None
    assert (line.talk.draft.product, line.talk.fact) == ("床", "order_number")
    customer.says("那什么时候答复我啊").hears("哪天之前")
    assert line.talk.fact == "order_number"
