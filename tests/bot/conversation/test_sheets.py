"""Questions as they are said."""

from bot.conversation.sheets import sheets, written
from storage.domain.locale import Texts
from tests.bot.conversation.roads import SURVEYS
from tests.conversations.direct import DirectLine


def test_a_version_is_made_once() -> None:
    line = DirectLine(SURVEYS["nps"], 31)
    assert sheets(line.context()) is sheets(line.context())


def test_another_survey_or_language_under_the_same_number_is_not_taken_for_it() -> None:
    line = DirectLine(SURVEYS["nps"], 32)
    first = sheets(line.context())
    line.offered = SURVEYS["satisfaction"]
    second = sheets(line.context())
    assert first is not None
    assert second is not None
    assert [len(each.all) for each in (first, second)] == [6, 6]
    assert second.all[0].question.key == "quality"
    assert isinstance(second.texts, Texts)


def test_without_a_survey_there_is_nothing_to_ask() -> None:
    assert sheets(DirectLine(None).context()) is None


def test_every_question_has_its_mark_its_picker_and_its_progress() -> None:
    found = sheets(DirectLine(SURVEYS["nps"], 33).context())
    assert found is not None
    shown = [each.say(0).outbound for each in found.all]
    assert [each.picker for each in shown] == ["numbers", "stars", "buttons", "buttons", "buttons", "buttons"]
    assert [each.of for each in shown][:2] == ["33.recommend", "33.overall"]
    assert [each.progress for each in shown] == [(n, 6) for n in range(1, 7)]
    assert [each.many for each in shown] == [False, False, False, True, False, False]


def test_choices_are_written_out_with_the_number_to_answer_by() -> None:
    assert written((("1", "不满意"), ("2", "满意"))) == "1. 不满意\n2. 满意"
    assert written((("store", "门店"), ("online", "网上"))) == "1. 门店\n2. 网上"
    assert written((("0", "0"), ("1", "1"))) == "0\n1"
