"""What a customer says beside the answer: 到得有点晚, of 3，到得有点晚."""

import re
from typing import Final

from bot.conversation.letter import Letter
from nlp import Reading
from storage.domain.question import Question

_EDGES: Final = " \t\r\n\u3000，,。；;、：:.．（）()—~～!！"


def remark(turn: Letter, question: Question, reading: Reading) -> str:
    """The words without the number or label at their edge, and without what only says that it is put right
    (改成2分). Empty where nothing more is left than what was asked about."""
    anew = turn.context.texts.section("chat.hear")["anew"]
    labels, left = question.labels.values(), reading.comment
    for value in reading.because if left else ():
        numeric = any(map(str.isnumeric, value))
        if not numeric and value not in labels:
            continue
        said, end = (
            rf"(?:[^，,。；;\n]{{0,12}}?{anew})?\s*{re.escape(value)}",
            "" if numeric else rf"(?=[{_EDGES}]|$)",
        )
        left = re.sub(rf"^{said}{end}|{said}$", "", left.strip(_EDGES)).strip(_EDGES)
    asked_about = left != reading.comment and (left in question.title or left in question.text)
    return "" if asked_about else left
