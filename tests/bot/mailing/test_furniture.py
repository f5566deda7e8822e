"""What stands beside the words of a mail comes back in quotes; were one left in, it must answer nothing."""

import pytest

from bot.mail import read
from nlp import read_answer, read_answers
from storage import definitions

LEVELS = [
    (str(points), label) for points, label in ((5, "非常满意"), (4, "满意"), (3, "一般"), (1, "不满意"))
]
YES_NO = [("yes", "有"), ("no", "没有")]
ASKED = [
    {"key": "a", "kind": "scale", "text": "柜子装得稳不稳？", "options": LEVELS},
    {"key": "b", "kind": "scale", "text": "师傅的态度好吗？", "options": LEVELS},
    {"key": "c", "kind": "yes_no", "text": "提前打电话了吗？", "options": YES_NO},
]
LINES = (
    "how.several",
    "how.several_free",
    "how.signs",
    "how.words",
    "how.free",
    "web",
    "leave.link",
    "answer",
)


@pytest.mark.parametrize("language", definitions.languages())
@pytest.mark.parametrize("line", [*LINES, "why", "signed", "subject"])
def test_no_line_of_ours_says_anything(language, line):
    said = definitions.texts(language)(f"mail.{line}", organisation="青禾家居", name="小王")
    answered = read_answers(ASKED, said)
    assert not [key for key, each in answered.items() if each.outcome != "ask"]
    assert "*" not in answered
    for question in ASKED:
        found = read_answer(question["kind"], question["text"], question["options"], said)
        assert found.outcome == "ask"
    mail = read(f"From: li@example.cn\r\nSubject: Re: x\r\n\r\n{said}\r\n".encode())
    assert mail.kind != "unsubscribe"
