"""Talks in which customers say what they think of our answer: they accept it, refuse it, or ask more; or it
is still not right once it was put right, or closed."""

import pytest

from bot.conversation.effects import Complain, Decide, Reopen
from storage import definitions
from storage.domain.complaint import LIFE
from tests.conversations.conftest import Comes, Enters
from tests.conversations.customer import Customer
from tests.conversations.direct import CODE, DirectLine
from tests.conversations.mails import MailLine, Writer
from tests.conversations.roads import EmailLine

EVERYWHERE = pytest.mark.roads("webchat", "telegram")


@pytest.fixture
def answered(comes: Comes) -> Customer:
    """Has complained, and has got an answer; nothing else is open."""
    visitor = comes(None).opens().picks_first().says("投诉").says("柜子门板裂了一道口子，昨天送来的")
    for _ in range(5):
        visitor.says("跳过" if visitor.line.talk.state == "facts" else "提交")
    visitor.line.handles(number(visitor), "answer")
    return visitor


def number(customer: Customer) -> str:
    return str(customer.line.complaints[-1].number)


def stands(customer: Customer) -> str:
    return customer.line.state_of(number(customer))


def notes(customer: Customer) -> list[str]:
    return customer.line.notes(number(customer))


ACCEPTS = """
可以接受|我接受|接受|好的，接受|接受你们的处理结果|能接受|对答复没意见|没有意见|处理结果挺满意
可以接受，谢谢|我認可|可以接受。|I accept it|ok, I accept the offer|your answer is fine
"""
REFUSES = """
不接受|我不接受|不能接受这个答复|不行，我不能接受|接受不了|无法接受|不认可|不同意这个处理结果|对处理结果不满意
不太能接受|不能接受這個答覆|I don't accept it|I can't accept your answer|that is unacceptable|没有解决
"""
ASKS = "我还想问|还有问题|还想问一下|我還想問|I have a question|I still want to ask something"
NEITHER = "柜子是白色的吗|你好|接受采访的是谁|谁接受投诉|可以接受吗|能不能接受|我没说接受|不接受预约吗"


def each(table: str) -> list[str]:
    return [said for line in table.strip().splitlines() for said in line.split("|")]


@pytest.mark.parametrize("said", each(ACCEPTS))
def test_an_answer_is_accepted_in_own_words(answered: Customer, said: str) -> None:
    answered.says(said)
    assert stands(answered) == "accepted"
    assert not notes(answered)


@pytest.mark.parametrize("said", each(REFUSES))
def test_an_answer_is_refused_in_own_words(answered: Customer, said: str) -> None:
    answered.says(said).hears("12315")
    assert stands(answered) == "refused"


FLATLY = """
不同意|还是不同意|我不同意你们的处理|不行|不满意|不可以|不要|没门|想得美|not good enough|No way|no|不滿意
"""
NOT_MENDED = """
没修好|还是漏|又坏了|没有|没好|还是老样子|一直卡|還是沒修好|still broken|It still leaks|nothing changed|不行
"""
TELLS = "太少了|我要退款|骗子|凭什么|什么时候退款|不行吗|还是老样子|I want a refund"
NOTHING = "算了|不用了|好的|没有了|满意"


def verified(answered: Customer) -> Customer:
    answered.line.handles(number(answered), "implement", "verify")
    return answered


@pytest.mark.parametrize("asked_first", [False, True])
@pytest.mark.parametrize("said", each(FLATLY))
def test_a_plain_no_refuses_and_is_no_word_on_privacy(
    answered: Customer, said: str, asked_first: bool
) -> None:
    if asked_first:
        answered.says("好的")
    answered.says(said).hears("12315")
    assert (stands(answered), notes(answered), answered.line.consents()) == ("refused", [], [True])


@EVERYWHERE
@pytest.mark.parametrize("said", ["没有", "不行"])
def test_a_plain_no_after_something_else_was_asked_refuses_nothing(answered: Customer, said: str) -> None:
    answered.says("服务承诺").hears("有什么可以帮您").says(said).hears_not("12315").hears("您能接受吗")
    assert stands(answered) == "answered"
    answered.says(said).hears("12315")
    assert stands(answered) == "refused"


@pytest.mark.parametrize("said", each(NOT_MENDED))
def test_what_is_not_mended_is_taken_up_again(answered: Customer, said: str) -> None:
    verified(answered).says(said).hears("12315")
    assert stands(answered) == "refused"


@pytest.mark.parametrize("said", each(TELLS))
def test_what_is_told_instead_is_kept_and_it_is_asked_again(answered: Customer, said: str) -> None:
    answered.says(said)
    assert answered.heard[-1].of == f"verdict.{number(answered)}"
    assert (stands(answered), notes(answered)) == ("answered", [said])
    answered.says(said)
    assert (stands(answered), notes(answered)) == ("answered", [said, said])


@pytest.mark.parametrize("said", each(NOTHING))
def test_what_may_be_said_to_anything_is_asked_about(answered: Customer, said: str) -> None:
    answered.says(said).hears("您能接受吗")
    assert (stands(answered), notes(answered)) == ("answered", [])


def test_in_the_middle_of_another_complaint_it_is_no_withdrawal_at_once(answered: Customer) -> None:
    answered.says("投诉").says("不同意")
    assert (answered.line.consents(), answered.line.talk.state) == ([True], "leaving")


def test_a_no_with_more_is_kept_whole(answered: Customer) -> None:
    answered.says("不行，我不同意换，我要退款。").hears("12315", "已经交给")
    assert (stands(answered), notes(answered)) == ("refused", ["我不同意换，我要退款。"])


@pytest.mark.parametrize("before", ["", "好的"])
def test_a_no_with_a_person_wished_for_brings_one(answered: Customer, before: str) -> None:
    if before:
        answered.says(before)
    answered.says("不行，转人工").hears("12315", "已经告诉同事")
    assert stands(answered) == "refused"


@pytest.mark.parametrize(
    ("said", "state"),
    [("不接受", "refused"), ("可以接受", "accepted"), ("不同意", "refused"), ("太少了", "answered")],
)
def test_what_was_asked_later_comes_before_what_may_be_added(
    answered: Customer, said: str, state: str
) -> None:
    answered.line.handles(number(answered), "refuse", "investigate")
    answered.is_waited_for(number(answered), "哪一年买的？").says("去年").hears("想补充")
    answered.line.handles(number(answered), "answer")
    answered.says(said)
    assert (stands(answered), "太少了" in notes(answered)) == (state, said == "太少了")


def test_in_words_to_what_was_asked_later_the_old_prompt_is_left(answered: Customer) -> None:
    answered.line.handles(number(answered), "refuse", "investigate")
    answered.is_waited_for(number(answered), "哪一年买的？").says("去年")
    answered.line.handles(number(answered), "answer")
    answered.says("好了").hears("您能接受吗").says("好的").hears("您接受")


@pytest.mark.parametrize("said", each(ASKS))
def test_more_is_asked_in_own_words(answered: Customer, said: str) -> None:
    answered.says(said).says("运费谁出？")
    assert (stands(answered), notes(answered)) == ("answered", ["运费谁出？"])


@pytest.mark.parametrize("said", each(NEITHER))
def test_what_is_neither_decides_nothing(answered: Customer, said: str) -> None:
    answered.says(said)
    assert stands(answered) == "answered"


@EVERYWHERE
def test_a_refusal_tells_what_is_next_and_the_ways_outside_and_asks_why(answered: Customer) -> None:
    answered.says("不接受").hears("这件事没有完", "前再答复您", "12315", "消费者协会", "调解", "仲裁", "法院")
    answered.hears("哪里不能接受").sees("跳过")
    assert stands(answered) == "refused"
    answered.says("运费还没退，你们说过要退的").hears("已经交给办投诉").hears("有什么可以帮您")
    assert notes(answered) == ["运费还没退，你们说过要退的"]


@EVERYWHERE
@pytest.mark.parametrize("said", ["跳过", "不想说", "没有了"])
def test_why_need_not_be_told(answered: Customer, said: str) -> None:
    answered.says("不接受").says(said).hears("有什么可以帮您")
    assert (stands(answered), notes(answered)) == ("refused", [])


@EVERYWHERE
def test_why_may_be_told_with_it(answered: Customer) -> None:
    answered.says("不接受，运费还没退").hears("12315", "已经交给").hears_not("哪里不能接受")
    assert (stands(answered), notes(answered)) == ("refused", ["运费还没退"])


@pytest.mark.parametrize(
    "said", ["你们就是骗子", "我要投诉到底", "为什么要我自己出运费？", "答复里没说赔多少"]
)
def test_why_is_whatever_is_told(answered: Customer, said: str) -> None:
    answered.says("不接受").says(said)
    assert notes(answered) == [said]


@EVERYWHERE
def test_what_is_asked_goes_to_staff_and_the_answer_stays_open(answered: Customer) -> None:
    answered.says("我还想问").hears("您想问什么").says("运费谁出？").hears("已经交给办投诉")
    assert (stands(answered), notes(answered)) == ("answered", ["运费谁出？"])
    answered.says("可以接受").hears("您接受")
    assert stands(answered) == "accepted"


def test_a_question_may_be_asked_at_once(answered: Customer) -> None:
    answered.says("我还想问，运费谁出？").hears("已经交给")
    assert notes(answered) == ["运费谁出？"]


@EVERYWHERE
def test_a_condition_is_no_yes(answered: Customer) -> None:
    answered.says("可以接受，但是运费要退").hears("已经交给", "您能接受吗").sees(
        "可以接受", "不接受", "我还想问"
    )
    assert (stands(answered), notes(answered)) == ("answered", ["可以接受，但是运费要退"])
    answered.picks("可以接受")
    assert stands(answered) == "accepted"


@EVERYWHERE
def test_all_right_is_asked_about_and_then_a_yes(answered: Customer) -> None:
    answered.says("好的").hears("您能接受吗")
    assert stands(answered) == "answered"
    answered.says("好的").hears("您接受")
    assert stands(answered) == "accepted"


@pytest.mark.parametrize("said", each(NEITHER))
def test_what_is_neither_decides_nothing_when_it_is_asked_either(answered: Customer, said: str) -> None:
    answered.says("好的").hears("您能接受吗").says(said)
    assert stands(answered) == "answered"


@pytest.mark.parametrize("said", ["不行", "不同意", "不可以"])
def test_no_is_a_refusal_once_it_is_asked(answered: Customer, said: str) -> None:
    answered.says("好的").says(said).hears("12315")
    assert stands(answered) == "refused"
    assert answered.line.consents() == [True], "it is no word on the privacy notice"


@EVERYWHERE
def test_status_tells_the_steps_and_what_is_next_and_asks(answered: Customer) -> None:
    answered.says("我的投诉").hears(
        number(answered), "已答复", "11月23日（周一）：答复了您", "接下来：等您一句话"
    )
    answered.picks("不接受").hears("12315")
    assert stands(answered) == "refused"
    answered.says("跳过").says("我的投诉").hears("您没有接受答复", "您没有接受", "再答复您")


@EVERYWHERE
def test_a_button_of_long_ago_still_counts_once(answered: Customer) -> None:
    asked = answered.says("我的投诉").heard[-1]
    answered.says("菜单").picks("可以接受", of=asked).hears("您接受")
    answered.picks("不接受", of=asked).hears("没有照它记")
    assert stands(answered) == "accepted"


def test_in_the_middle_of_another_complaint_it_counts_and_that_goes_on(answered: Customer) -> None:
    asked = answered.says("我的投诉").heard[-1]
    answered.says("我要投诉").hears("发生了什么")
    answered.picks("我还想问", of=asked).hears("先把现在这件说完", "发生了什么")
    answered.picks("不接受", of=asked).hears("12315", "发生了什么")
    assert stands(answered) == "refused"


def test_another_customers_button_does_nothing(answered: Customer) -> None:
    answered._hear(answered.line.send("choice", keys=("refuse_answer",), of="verdict.T261123-0099"))
    assert answered.line.state_of("T261123-0001") == "answered"
    answered._hear(answered.line.send("choice", keys=("solved",), of="verdict.T261123-0001"))
    assert stands(answered) == "answered"


@EVERYWHERE
def test_in_a_survey_it_is_asked_first_and_the_survey_goes_on(comes: Comes) -> None:
    customer = comes("satisfaction").opens().picks_first().says("投诉").says("柜子门板裂了")
    while customer.line.talk.state in ("facts", "summary"):
        customer.says("跳过" if customer.line.talk.state == "facts" else "提交")
    customer.line.handles(number(customer), "answer")
    assert customer.line.talk.state == "asking"
    customer.says("不接受这个答复").hears("您能接受吗")
    assert stands(customer) == "answered"
    customer.says("不接受").says("跳过").hears("产品质量")
    assert stands(customer) == "refused"


@EVERYWHERE
def test_who_wants_to_hear_no_more_may_still_refuse(answered: Customer) -> None:
    answered.says("退订").says("不接受").hears("12315")
    assert stands(answered) == "refused"


@EVERYWHERE
@pytest.mark.parametrize(
    ("said", "state"), [("还没解决", "refused"), ("解决了", "verified"), ("好了", "verified")]
)
def test_once_it_was_put_right_it_is_asked_whether_it_is(answered: Customer, said: str, state: str) -> None:
    answered.line.handles(number(answered), "implement", "verify")
    answered.says("我的投诉").hears("问题解决了吗").sees("解决了", "还没解决")
    answered.says(said)
    assert stands(answered) == state
    answered.hears("12315") if state == "refused" else answered.hears("太好了")


@EVERYWHERE
def test_closed_and_still_not_right_it_is_taken_up_again(answered: Customer) -> None:
    answered.line.handles(number(answered), "close")
    answered.says("还没解决").hears("重新处理它吗").says("是的").hears("重新处理")
    assert stands(answered) == "investigating"
    answered.says("我的投诉").hears("调查中", "：办结", "：重新处理")


@pytest.mark.parametrize("language", definitions.languages())
@pytest.mark.parametrize("state", LIFE.states)
def test_every_state_is_told_in_plain_words(language: str, state: str) -> None:
    texts = definitions.texts(language)
    assert texts.has(f"chat.status.now.{state}")
    assert texts.has(f"chat.status.next.{state}")


@pytest.mark.parametrize("language", definitions.languages())
@pytest.mark.parametrize("trigger", sorted({trigger for _, trigger in LIFE.table}))
def test_every_step_is_told_in_plain_words(language: str, trigger: str) -> None:
    assert definitions.texts(language).has(f"chat.status.step.{trigger}")


@pytest.mark.parametrize(
    ("language", "choices"),
    [
        ("说繁體", ("可以接受", "不接受", "我還想問")),
        ("speak English", ("I accept it", "I don't accept it", "I have a question")),
    ],
)
def test_the_choices_can_be_said_in_every_language(
    answered: Customer, language: str, choices: tuple[str, ...]
) -> None:
    answered.says(language).says({"说繁體": "我的投訴"}.get(language, "my complaints")).sees(*choices)
    answered.says(choices[1]).hears("12315")
    assert stands(answered) == "refused"


# Without a name: by number and code.


@pytest.fixture
def owner(visitor: Customer) -> Customer:
    """Has the code of one without a name, which staff have answered."""
    line = visitor.line
    assert isinstance(line, DirectLine)
    line.complaints.append(Complain("T261123-0001", "灯不亮", anonymous=True, code=CODE))
    line.answered_cases.append("换了新灯。")
    line.handles("T261123-0001", "answer")
    return visitor.opens().says("可以")


LOOKS = f"查投诉 T261123-0001 {CODE}"


def done(owner: Customer) -> list[object]:
    assert isinstance(owner.line, DirectLine)
    return [each for each in owner.line.effects if isinstance(each, Decide | Reopen)]


def concealed(owner: Customer) -> int:
    assert isinstance(owner.line, DirectLine)
    return len(owner.line.concealed())


def test_who_has_the_code_accepts(owner: Customer) -> None:
    owner.says(LOOKS).hears("换了新灯", "您能接受吗").sees("可以接受", "不接受", "我还想问", "好了")
    before = concealed(owner)
    owner.says("可以接受").hears("您接受", "想补充")
    assert done(owner) == [Decide("T261123-0001", "accept")]
    assert concealed(owner) == before + 1
    owner.says("好了").hears("有什么可以帮您")
    assert not owner.line.talk.fact


def test_who_has_the_code_refuses_and_says_why(owner: Customer) -> None:
    owner.says(LOOKS).picks("不接受").hears("12315", "哪里不能接受").says("灯还是不亮").hears("没有您的名字")
    assert done(owner) == [Decide("T261123-0001", "refuse")]
    assert notes(owner) == ["灯还是不亮"]
    assert concealed(owner) == 3
    owner.says("好了").hears("有什么可以帮您")


def test_who_has_the_code_adds_without_deciding(owner: Customer) -> None:
    owner.says(LOOKS).says("灯是昨天装的").hears("没有您的名字", "您能接受吗")
    assert (done(owner), notes(owner)) == ([], ["灯是昨天装的"])


def test_who_has_the_code_has_it_taken_up_again(owner: Customer) -> None:
    owner.line.handles("T261123-0001", "close")
    owner.says(LOOKS).hears("已办结", "说「重新处理」").says("还没解决").hears("重新处理", "想补充")
    assert done(owner) == [Reopen("T261123-0001")]


@pytest.mark.parametrize(
    ("said", "moves"),
    [("可以接受", ["accept"]), ("不接受", ["refuse"]), ("不同意", ["refuse"]), ("可以", ["accept"])],
)
def test_before_consent_it_is_asked_and_a_yes_is_no_consent(
    owner: Customer, said: str, moves: list[str]
) -> None:
    owner.line.stored = type(owner.line.talk)().dump()
    before = len(owner.line.consents())
    owner.says(LOOKS).hears("您能接受吗").hears_not("可以开始吗").says(said).hears_not("可以开始吗")
    assert [each.trigger for each in done(owner) if isinstance(each, Decide)] == moves
    assert len(owner.line.consents()) == before
    assert owner.line.talk.state == "welcome"


# By mail.


def complained(writer: Writer) -> str:
    writer.writes("我要投诉：沙发用了三天就塌了，没人管。")
    found = str(writer.line.complaints[-1].number)
    writer.line.handles(found, "answer")
    return found


@pytest.mark.parametrize("road", ["step", "email"], indirect=True)
@pytest.mark.parametrize(
    ("text", "told"),
    [("不接受。\n沙发还是塌的，我要求退款。", ["沙发还是塌的，我要求退款。"]), ("不能接受这个答复", [])],
)
def test_a_mail_refuses(road: str, enters: Enters, text: str, told: list[str]) -> None:
    line = MailLine(None) if road == "step" else enters(None)
    assert isinstance(line, MailLine | EmailLine)
    writer = Writer(line)
    found = complained(writer)
    writer.writes(text).reads("这件事没有完", "12315", "法院")
    assert (line.state_of(found), line.notes(found)) == ("refused", told)


@pytest.mark.parametrize("road", ["step", "email"], indirect=True)
@pytest.mark.parametrize("said", ["可以接受，谢谢。", "同意，谢谢", "好的，可以"])
def test_a_mail_accepts(road: str, enters: Enters, said: str) -> None:
    line = MailLine(None) if road == "step" else enters(None)
    assert isinstance(line, MailLine | EmailLine)
    writer = Writer(line)
    found = complained(writer)
    writer.writes(said).reads("您接受")
    assert line.state_of(found) == "accepted"


@pytest.mark.parametrize("road", ["step", "email"], indirect=True)
def test_a_mail_refuses_what_was_closed(road: str, enters: Enters) -> None:
    line = MailLine(None) if road == "step" else enters(None)
    assert isinstance(line, MailLine | EmailLine)
    writer = Writer(line)
    found = complained(writer)
    line.handles(found, "close")
    writer.writes("不接受").reads("不算办结", "前再答复您", "12315")
    assert line.state_of(found) == "investigating"


@pytest.mark.parametrize(
    "said", ["不行", "不满意", "不同意", "No way", "您好：\n不行，我要退款。\n\n此致\n敬礼\n王芳"]
)
def test_a_plain_no_by_mail_refuses(said: str) -> None:
    writer = Writer(MailLine(None))
    found = complained(writer)
    writer.writes(said).reads("12315")
    assert writer.line.state_of(found) == "refused"


def test_what_is_told_by_mail_is_kept_and_it_is_asked_again() -> None:
    writer = Writer(MailLine(None))
    found = complained(writer)
    writer.writes("沙发，12345678，昨天，退款").writes("太少了，我要退款").reads("已经交给", "您能接受吗")
    assert (writer.line.state_of(found), writer.line.notes(found)[-1]) == ("answered", "太少了，我要退款")
    writer.writes("不行").reads("12315")
    assert writer.line.state_of(found) == "refused"
