"""What customers say to a complaint that is under way, of which nothing is asked: they refuse what they
accepted, tell more, or withdraw it. A table of sentences, by chat and by mail."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation.context import Case, ComplaintState, Context
from bot.conversation.effects import Add, CallPerson, Complain, Decide, Supply
from tests.conversations.customer import Customer
from tests.conversations.direct import CODE, DirectLine, survey
from tests.conversations.mails import MailLine, Writer
from tests.conversations.test_verdict_words import Group, Talk, each, misheard

ACCEPTED = "answer accept"
MEASURES = "answer accept implement"
MENDED = "answer accept implement verify"

REFUSES = """
不接受！！|我不接受这个答复|不接受了|还是不接受吧|算了，不接受了|我又不想接受了|不接受😡😡|想了想，还是不接受
我反悔了，這個處理我不接受|我後悔了，不同意這個方案|這樣的處理方式我不能接受|沒辦法接受啦
I changed my mind, I don't accept it|I take it back, not acceptable|I no longer accept it
"""
REVOKED = """
我收回刚才的话，不接受|按错了，我要选不接受|点错了，应该是不接受|我後來想想還是不要接受好了
之前答应得太快了，现在不同意|答复我看了，不接受沙发维修，要换新
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
UNSOLVED = "还没有解决！桌子还是坏的|没弄好，门关不上|修完第二天又塌|根本沒人來過"
IN_FEW_WORDS = "搞定了，谢谢|弄好了👍|好啦|OK了|能用了，谢谢师傅|目前看没啥毛病|yes it's all good now"
TAKES_IT = "ok 接受👌|成交|接受啦|ok，接受|勉强能接受吧|Fine, I'll take it"

GROUPS = {
    "refused once accepted": Group(ACCEPTED, "refused", REFUSES),
    "taken back once accepted": Group(ACCEPTED, "refused", REVOKED),
    "taken back while it is put right": Group(MEASURES, "refused", REVOKED),
    "refused once accepted, with more": Group(ACCEPTED, "refused", REFUSES_WITH_MORE, kept=True),
    "refused while it is put right": Group(MEASURES, "refused", "不接受|我不接受，又坏了|不满意这个处理"),
    "told once accepted": Group(ACCEPTED, "accepted", TELLS + SOLVED, kept=True),
    "told while it is put right": Group(MEASURES, "measures", TELLS + SOLVED, kept=True),
    "accepted again": Group(ACCEPTED, "accepted", "我接受这个答复"),
    "unsolved, with why": Group(MENDED, "refused", UNSOLVED, kept=True),
    "unsolved, in few words": Group(MENDED, "refused", "没好利索"),
    "solved, in few words": Group(MENDED, "verified", IN_FEW_WORDS, kept=True),
    "accepted, in few words": Group("answer", "accepted", TAKES_IT),
    "refused, in few words": Group(
        "answer", "refused", "不太能接受诶|不能接受哦|沒辦法接受耶|太少了，不接受"
    ),
    "on a condition": Group("answer", "answered", "如果不退款，我不接受|要是再坏，我就不接受", kept=True),
    "taken up again": Group("answer accept close", "investigating", "是的", first="不能结案"),
}


@pytest.mark.parametrize("channel", ["chat", "mail"])
@pytest.mark.parametrize("name", GROUPS)
def test_it_is_recorded_as_it_is_meant(name: str, channel: str) -> None:
    assert not misheard(GROUPS[name], channel)


@pytest.mark.parametrize("words", each(REOPENS))
def test_a_closed_one_is_offered_or_taken_up_again(words: str) -> None:
    for moves in ("answer close", "answer accept close"):
        talk = Talk("chat")
        talk.staff(moves)
        talk.says("菜单")
        talk.says(words)
        asked = talk.line.talk.state == "reopening"
        assert asked or talk.line.state_of(talk.number) == "investigating", moves


BELONGS = """
你们应该赔我运费|赶紧给我退款|要求你们必须道歉并退款|不能解决就赔钱|不接受道歉，要赔钱|我要求全额退款，不然我去12315
希望你们能给我换新的|希望你们能快点处理|我要退款|I don't want the repair any more, refund me
忘了说，椅子也坏了|再说一点，送货那天还下雨|补一句：师傅态度也不好|刚忘说了订单号是A88123|还有就是我电话换了
更正一下，是床不是沙发|I forgot to mention the leg is cracked too|约好今天来，人呢|還在等零件嗎？
能改到周日上门吗|办完了还能改吗|我要撤回刚才那条消息|几天能给结果|any news?
"""
ANOTHER = "我要投诉另一件，灯也不亮|再投诉一个，灯坏了|另外还要投诉客服|对了，我还想投诉客服|我要投诉"
DEMANDS = "你们应该赔我运费|赶紧退我钱|要求你们必须道歉并退款"


@pytest.mark.parametrize("moves", ["", "answer", "answer refuse", ACCEPTED, MEASURES, MENDED])
def test_what_is_told_asked_or_demanded_belongs_to_the_open_complaint(moves: str) -> None:
    for words in each(BELONGS):
        talk = Talk("chat")
        talk.staff(moves)
        before = talk.line.talk.version_id, talk.line.talk.at
        effects, said = talk.says(words)
        refused = talk.line.state_of(talk.number) == "refused" != moves.rpartition(" ")[2] + "d"
        kept = [one.text for one in effects if isinstance(one, Supply)]
        assert kept == [words] or refused, words
        assert not talk.line.talk.draft, words
        assert talk.line.talk.state != "asking", words
        assert (talk.line.talk.version_id, talk.line.talk.at) == before
        assert talk.number in said


def test_another_one_is_begun_only_where_they_say_so() -> None:
    for words in each(ANOTHER):
        talk = Talk("chat")
        effects, _ = talk.says(words)
        assert talk.line.talk.draft is not None, words
        assert not [one for one in effects if isinstance(one, Supply)], words


@pytest.mark.parametrize("moves", ["", "answer", ACCEPTED, MEASURES])
def test_a_demand_in_the_scale_goes_to_it_too(moves: str) -> None:
    for words in each(DEMANDS):
        line = DirectLine(survey("satisfaction"))
        customer = Customer(line).opens().picks_first()
        line.complaints.append(Complain("T261123-0001", "灯不亮"))
        line.handles("T261123-0001", *moves.split())
        customer.says(words)
        assert [one.text for one in line.effects if isinstance(one, Supply)] == [words]
        assert line.talk.draft is None


UNSETTLED = """
我要继续投诉
I want to reopen my complaint|凭什么结案|结案太快了，我还没收到退款|我不认可你们的结案|这事没完|我要申诉
The same door fell off again|你们骗人，根本没退款|還是會晃耶|你们应该赔我运费|我要求全额退款，不然我去12315
"""


@pytest.mark.parametrize("words", each(UNSETTLED))
def test_of_a_closed_one_it_is_asked_whether_to_take_it_up_again(words: str) -> None:
    talk = Talk("chat")
    talk.staff("answer accept close")
    talk.says(words)
    assert talk.line.talk.state == "reopening"
    assert talk.line.talk.draft is None


@pytest.mark.parametrize("words", ["一直没人联系我", "还没解决", "还是老样子", "不接受", "赶紧退我钱"])
def test_an_older_closed_one_takes_nothing_from_the_open_one(words: str) -> None:
    talk = Talk("chat")
    talk.line.complaints.insert(0, talk.line.complaints[-1]._replace(number="T251123-0001"))
    talk.line.handles("T251123-0001", "answer", "accept", "close")
    talk.line.asked_last, known = "", talk.line.context

    def older() -> Context:
        context = known()
        last_year = context.complaints[0].received_at - timedelta(days=365)
        first = replace(context.complaints[0], received_at=last_year)
        return replace(context, complaints=(*context.complaints[1:], first))

    talk.line.context = older  # type: ignore[method-assign]
    effects, said = talk.says(words)
    assert [one.number for one in effects if isinstance(one, Supply)] == [talk.number]
    assert "办结。要重新" not in said


MIND_CHANGED = "算了，我接受吧|我改主意了，接受|那就按你们说的办|I changed my mind, I accept"


def test_who_accepts_after_all_is_heard_by_who_handles_it() -> None:
    for words in each(MIND_CHANGED):
        talk = Talk("chat")
        talk.staff("answer refuse")
        effects, _ = talk.says(words)
        assert [one.text for one in effects if isinstance(one, Supply)] == [words]


CONDITIONS = "可以接受，但前提是本周送到|可以接受，但是还没退我运费"


def test_a_condition_is_kept_with_what_it_is_one_of() -> None:
    for words in each(CONDITIONS):
        talk = Talk("chat")
        talk.staff("answer")
        effects, _ = talk.says(words)
        assert [one.text for one in effects if isinstance(one, Supply)] == [words]


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
    before = len(line.effects)
    writer.writes("1. 5\n2. 4\n3. 3\n还没解决，又坏了")
    assert line.answers()
    assert not [one for one in line.effects[before:] if isinstance(one, Supply | Decide)]


UNHEARD = """
我不接受cookies|补充一下第3题，是5分|还有，你们几点关门|另外，怎么退款|对了，客服电话多少|几点开门|今天天气不错
"""


NO_WITHDRAWAL = "你们要我撤诉？没门|我不会撤诉的|撤诉要多久|补充什么|补充材料怎么交|需要补充吗"


@pytest.mark.parametrize("words", each(NO_WITHDRAWAL))
def test_what_is_only_asked_or_told_of_a_withdrawal_withdraws_nothing(words: str) -> None:
    talk = Talk("chat")
    effects, said = talk.says(words)
    assert not [one for one in effects if isinstance(one, Decide)]
    assert "撤回投诉 T" not in said


@pytest.mark.parametrize("words", each(UNHEARD))
def test_what_is_said_of_something_else_is_not_heard(words: str) -> None:
    talk = Talk("chat")
    effects, said = talk.says(words)
    assert not [one for one in effects if isinstance(one, Supply | Decide)]
    assert "撤回投诉 T" not in said


WITHDRAWS = """
我要撤诉|撤诉|撤回投诉|不投诉了，撤了吧|我不投诉了|帮我把投诉撤了|取消投诉|投诉取消吧|怎么撤诉|没必要投诉了
我要撤銷投訴|我要撤回客訴|我不想投訴了|withdraw my complaint|please cancel my complaint
算了不告了|我不想追究了|投訴不用辦了|我那个投诉不要了|投诉作废吧|can I withdraw it?|都撤了吧
"""
YES = "是的|好|嗯，撤吧|确定|撤回"
NO = "不|不撤了|算了|先不撤|不用了，接着办吧|我再想想|不，手滑了|不是，我说的是上次那个"


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


def test_what_is_said_of_something_else_while_a_withdrawal_is_open_is_not_lost() -> None:
    talk = Talk("chat")
    talk.says("我要撤诉")
    effects, _ = talk.says("对了，我还想投诉客服")
    assert talk.line.talk.draft is not None
    assert not [one for one in effects if isinstance(one, Supply)]
    talk = Talk("chat")
    talk.staff("answer")
    talk.says("我要撤诉")
    talk.says("我接受你们的答复")
    assert talk.line.state_of(talk.number) == "accepted"


@pytest.mark.parametrize(
    "words", ["我又想投诉了", "我要继续投诉，沙发又塌了", "别撤了，我反悔了", "还是帮我恢复吧"]
)
def test_once_it_is_withdrawn_another_is_begun_or_it_is_told_how(words: str) -> None:
    talk = Talk("chat")
    talk.says("我要撤诉")
    talk.says("是的")
    said = talk.says(words)[1]
    assert talk.line.talk.draft is not None or "要重新登记" in said


ALL = "两件都撤|全部|都撤了吧"
NONE = "都不撤|算了"
PLACED = {"后面那件": "T261123-0077", "第二件": "T261123-0077", "第一件": "T261123-0001"}


@pytest.mark.parametrize("words", [*each(ALL), *each(NONE), *PLACED])
def test_of_several_all_or_none_are_withdrawn_or_the_one_in_that_place(words: str) -> None:
    talk = Talk("chat")
    talk.line.complaints.append(talk.line.complaints[-1]._replace(number="T261123-0077"))
    talk.says("我要撤诉")
    effects, said = talk.says(words)
    gone = [one.number for one in effects if isinstance(one, Decide)]
    assert gone == (["T261123-0001", "T261123-0077"] if words in each(ALL) else [])
    assert words not in PLACED or PLACED[words] in said


@pytest.mark.parametrize("words", ["都撤了吧", "撤回第一件", "撤回沙发那件"])
def test_which_of_several_is_asked_or_understood_and_no_survey_is_ended(words: str) -> None:
    talk = Talk("chat")
    talk.line.complaints.append(talk.line.complaints[-1]._replace(number="T261123-0077"))
    _, said = talk.says(words)
    assert "要撤回哪一件" in said or "撤回投诉 T261123-0001 吗" in said


def test_a_complaint_is_called_by_the_end_of_its_number() -> None:
    talk = Talk("chat")
    talk.line.complaints.append(talk.line.complaints[-1]._replace(number="T261123-0077"))
    effects, said = talk.says("补充：0077那件，灯座也坏了")
    assert [one.number for one in effects if isinstance(one, Supply)] == ["T261123-0077"]
    assert "别的一件" not in said


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


def test_which_one_is_picked_by_its_place_or_its_day() -> None:
    talk = Talk("chat")
    talk.line.complaints.append(talk.line.complaints[-1]._replace(number="T261123-0077"))
    talk.says("撤回投诉")
    talk.says("哪个")
    said = talk.says("说不好")[1]
    assert "\n1. T261123-0001，" in said
    assert "\n3. 不撤回" in said
    assert "T261123-0077" in talk.says("2")[1]


OF_ONE = """
不接受{}的处理|我不接受{}的处理结果|对{}的答复不满意|{}的处理我不接受|关于{}的处理，我不接受
不接受{}的處理|I don't accept the answer to {}
"""
REVOKES = "关于{}，我反悔了|關於{}，我反悔了|About {}, I changed my mind"


@pytest.mark.parametrize("channel", ["chat", "mail"])
@pytest.mark.parametrize("moves", ["answer", ACCEPTED, MEASURES, MENDED, "answer close"])
def test_a_refusal_with_the_number_inside_is_one_of_that_complaint(moves: str, channel: str) -> None:
    for words in (*each(OF_ONE), *each(REVOKES)):
        talk = Talk(channel)
        talk.staff(moves)
        talk.line.complaints.append(talk.line.complaints[-1]._replace(number="T261123-0077"))
        talk.line.handles("T261123-0077", "answer", "accept")
        before, said = talk.line.state_of(talk.number), talk.says(words.format(talk.number))[1]
        if words in each(REVOKES):
            assert talk.line.talk.state in ("case", "reopening"), words
            assert talk.number in said
            assert talk.line.state_of(talk.number) == before
        else:
            assert talk.line.state_of(talk.number) in ("refused", "investigating"), words
        assert talk.line.state_of("T261123-0077") == "accepted"


NODS = "👍|🙏|👌🏻|ok|❤️|[强]"


def test_a_nod_once_it_is_accepted_is_acknowledged_and_before_asked_about() -> None:
    for words in each(NODS):
        talk = Talk("chat")
        talk.staff("answer")
        assert "您能接受吗" in talk.says(words)[1], words
        talk.says("可以接受")
        talk.says("菜单")
        said = talk.says(words)[1]
        assert "有事随时来说" in said, words
        assert "没听明白" not in said


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


@pytest.mark.parametrize("moves", [ACCEPTED, MEASURES])
@pytest.mark.parametrize("words", ["我不接受，太少了", "我不接受，颜色还是不对，要退款", "不同意，又坏了"])
def test_why_one_without_a_name_is_refused_is_kept_and_not_asked(moves: str, words: str) -> None:
    seen = Unnamed(moves)
    seen.customer.says(words).hears_not("哪里不能接受")
    assert seen.line.state_of(seen.number) == "refused"
    assert [one.text for one in seen.line.effects if isinstance(one, Add)] == [words.partition("，")[2]]


def test_who_accepts_one_without_a_name_again_hears_where_it_stands() -> None:
    Unnamed(ACCEPTED).customer.says("接受").hears("您已接受答复").hears_not("可以开始吗")


@pytest.mark.parametrize("words", ["挺好的，师傅来过了", "退款到了，谢谢", "感恩，處理得很好"])
def test_who_is_content_is_not_told_how_to_refuse(words: str) -> None:
    for moves in (ACCEPTED, MEASURES):
        talk = Talk("chat")
        talk.staff(moves)
        effects, said = talk.says(words)
        assert [one.text for one in effects if isinstance(one, Supply)] == [words]
        assert "不能接受的话" not in said
        assert "不能接受的話" not in said


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
