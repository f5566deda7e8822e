"""Formulas with which letters begin and end: they are no answer, no consent and no remark."""

import pytest

from storage.surveys import check
from tests.conversations.direct import survey
from tests.conversations.mails import MailLine, Writer
from tests.conversations.written import HEAD, SECTION, scale


@pytest.fixture
def writer() -> Writer:
    """Five items in a section; new, and invited."""
    return Writer(MailLine(survey("satisfaction"))).is_invited()


@pytest.mark.parametrize(
    "polite",
    [
        "您好，您的邮件我已收到，会尽快回复您。祝好",
        "此致\n敬礼\n李雷",
        "尊敬的客服：\n您好！来信收悉。\n\n顺颂商祺\n王明",
        "您好，邮件收悉，服务很好的公司，祝生意兴隆",
        "感谢贵司优质服务，期待下次合作",
        "产品还没收到呢",
        "質量很好的公司，祝工作順利",
        "Dear team,\nI have received your mail.\n\nBest regards\nTom Lee",
    ],
)
def test_courtesy_agrees_to_nothing_and_scores_nothing(writer: Writer, polite: str) -> None:
    writer.writes(polite)
    assert writer.line.answers() == {}
    assert writer.line.consents() == []


@pytest.mark.parametrize("said", ["质量5分", "产品质量：很满意，别的还没想好", "都满意", "我觉得质量很不错"])
def test_a_plain_value_of_a_question_that_is_named_agrees(writer: Writer, said: str) -> None:
    writer.writes(said)
    assert writer.line.consents() == [True]
    assert "quality" in writer.line.answers()


@pytest.mark.parametrize(
    "ending",
    [
        "\n祝好",
        "\n此致\n敬礼！\n王大明",
        "\n\n此致\n敬礼\n\n王大明\n2026年11月20日",
        "\n谢谢！\n李静",
        "，谢谢",
        "\n順頌商祺\n陳先生",
        "\nBest regards,\nTom Lee",
        "\n祝工作顺利，身体健康！",
    ],
)
def test_what_stands_below_the_last_answer_does_not_unsettle_it(writer: Writer, ending: str) -> None:
    writer.writes(f"您好！\n1. 2\n2. 1\n3. 1\n4. 1\n5. 1{ending}")
    answers = writer.line.answers()
    assert answers["communication"].value == "1"
    assert not answers["communication"].comment


def test_words_below_thanks_that_are_no_name_are_kept(writer: Writer) -> None:
    writer.writes("1. 2\n2. 1\n3. 1\n4. 1\n5. 1，谢谢\n送货太慢")
    assert "送货太慢" in writer.line.answers()["communication"].comment


def test_courtesy_amid_the_survey_is_no_answer(writer: Writer) -> None:
    writer.writes("1. 5").is_asked(2, 3, 4, 5).writes("此致\n敬礼\n李雷")
    assert list(writer.line.answers()) == ["quality"]


def test_one_question_alone_is_answered_in_a_sentence() -> None:
    alone = check(HEAD + SECTION + scale("a", "质量怎么样？"))
    writer = Writer(MailLine(alone)).is_invited().writes("挺满意的，就是有点贵。祝好")
    assert writer.line.answers()["a"].value == "4"


def test_numbers_after_a_no_are_a_change_of_mind(writer: Writer) -> None:
    writer.writes("不用了").writes("1. 5\n2. 4\n3. 4\n4. 4\n5. 4").reads("记下了").is_asked(6)
    assert writer.line.consents() == [False, True]
    assert len(writer.line.answers()) == 5


@pytest.mark.parametrize("said", ["质量5分", "好的", "谢谢", "我说了不用了", "产品质量很好"])
def test_after_a_no_words_without_a_number_answer_nothing(writer: Writer, said: str) -> None:
    writer.writes("不用了").writes(said)
    assert writer.line.consents() == [False]
    assert writer.line.answers() == {}


@pytest.mark.parametrize(
    "said",
    [
        "第1题5分第2题4分第3题5分第4题3分第5题4分",
        "第一题非常满意第二题满意第三题非常满意第四题一般第五题满意",
        "第1题5第2题4第3题5第4题3第5题4",
    ],
)
def test_numbers_without_a_blank_between(writer: Writer, said: str) -> None:
    writer.writes(said)
    assert [each.value for each in writer.line.answers().values()] == ["5", "4", "5", "3", "4"]


def test_another_question_named_in_a_remark_is_not_answered_by_it(writer: Writer) -> None:
    writer.writes("1. 5分，和第2题一样\n2. 4")
    answers = writer.line.answers()
    assert [answers[key].value for key in ("quality", "delivery")] == ["5", "4"]
    assert answers["quality"].comment == "和第2题一样"


@pytest.mark.parametrize("text", ["2", "二", "2。", "不好", "没有", "不行"])
def test_a_word_that_may_answer_a_question_is_no_refusal(writer: Writer, text: str) -> None:
    writer.writes(text).is_asked(1, 2, 3, 4, 5)
    writer.writes("1. 5\n2. 4\n3. 4\n4. 4\n5. 4").answered("quality", "5")


@pytest.mark.parametrize("text", ["包装很结实，谢谢。", "您好，希望送货快一点，谢谢！", "师傅辛苦了，祝好"])
def test_courtesy_within_a_sentence_stays_in_it(writer: Writer, text: str) -> None:
    writer.writes("1. 5\n2. 4\n3. 4\n4. 4\n5. 4").writes(text).answered("words", text)
