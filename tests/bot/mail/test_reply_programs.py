"""Every program, place of the answer and loss of line breaks: the typed words come out, no quoted line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mail.reply import cut
from tests.bot.mail.reply_programs import PROGRAMS, Program

ANSWERS = (
    "4",
    "4分，送货很快",
    "1. 5\n2. 没有了，谢谢",
    "第一题：满意\n第二题：希望周末也能送货",
    "送来的杯子裂了，请尽快给我换一个！\n\n电话 13800138000，我姓李。",
    "比上次好 > 但还是慢",
    "- 送货慢\n- 包装破了\n- 客服没人接",
    "发件人写错了，应该是我的同事。",
    "客服在 3 月 5 日 他写道会退款，到现在没有消息",
    "谢谢！\n此致\n敬礼",
    "我的地址：北京市朝阳区某路 8 号\n收件人：李雷",
    "Great service, thanks",
    "The courier wrote that he came at 10:15.\nNobody was there.",
    "On Monday it rained, so he came late.",
    "很滿意，沒有意見",
    "都好\n————————\n就是有点贵",
    "原始包装已经丢了，还能退吗？",
)
marked = [program for program in PROGRAMS if program.mark]


def leaks(program: Program, text: str) -> list[str]:
    return [line for line in program.old if line in text]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
@pytest.mark.parametrize("typed", ANSWERS)
def test_an_answer_above(program, typed):
    found = cut(program.above_it(typed), None)
    assert (found.text, leaks(program, found.text)) == (typed, [])
    assert [piece.text for piece in found.pieces] == [typed]
    assert found.pieces[0].line is None


@pytest.mark.parametrize("program", marked, ids=lambda program: program.name)
@pytest.mark.parametrize("typed", ANSWERS)
def test_an_answer_below(program, typed):
    found = cut(program.below_it(typed), None)
    assert (found.text, leaks(program, found.text)) == (typed, [])


@pytest.mark.parametrize("program", marked, ids=lambda program: program.name)
@pytest.mark.parametrize("typed", ANSWERS)
def test_answers_between(program, typed):
    found = cut(program.between(typed, "没有"), None)
    assert found.pieces == ((program.old[1], typed), (program.old[3], "没有"))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
@pytest.mark.parametrize("typed", ANSWERS)
def test_an_answer_that_lost_its_line_breaks(program, typed):
    found = cut(program.without_breaks(typed), None)
    assert leaks(program, found.text) == []
    assert found.text.removesuffix(" 王芳 wang@qq.example").removesuffix(" wang@example.cn") == " ".join(
        typed.split()
    )


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_nothing_typed(program):
    found = cut(program.above_it(""), None)
    if program.name == "Foxmail, signed":  # an address alone may be the answer to a question for it
        assert (found.text, found.unsure) == ("wang@example.cn", True)
    else:
        assert found.text == ""


@given(
    st.sampled_from(PROGRAMS),
    st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=4),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
@settings(max_examples=150, deadline=None)
def test_several_paragraphs_with_any_line_ends(program, paragraphs, end):
    typed = "\n\n".join(paragraphs)
    assert cut(program.above_it(typed).replace("\n", end), None).text == typed
