"""What Telegram says beside a question, in the language that the question is asked in."""

from bot.message import Choice, Outbound
from bot.telegram import keyboards
from bot.telegram.spoken import others, spoken
from storage import definitions

OWN = definitions.texts("zh-CN")
ASKED = Outbound("Which?", (Choice("a", "A"), Choice("b", "B")), "1.q", many=True, progress=(1, 6))


def said(outbound: Outbound) -> tuple[str, str]:
    """The text, and the label of the last button."""
    *_, last = keyboards.said(outbound, spoken(outbound, OWN))
    assert last.markup
    return last.text, last.markup["inline_keyboard"][-1][-1]["text"]


def test_the_words_beside_a_question_are_in_its_language() -> None:
    assert said(ASKED) == ("（1/6）Which?", "选好了")
    english = Outbound.load({**ASKED.dump(), "language": "en"})
    assert said(english) == ("(1/6) Which?", "Done")


def test_the_menu_is_there_in_every_language_that_telegram_tells_apart() -> None:
    assert [language for language, _ in others(OWN)] == ["en"]
    assert [language for language, _ in others(definitions.texts("en"))] == ["zh"]
