"""Surveys written down in a test, and the customers who are asked them."""

from bot.conversation.effects import Finish
from storage.surveys import check
from tests.conversations.customer import Customer
from tests.conversations.direct import DirectLine

HEAD = """
key = "one"
title = "一份问卷"
purpose = "想听听您的感受"
minutes = 1
shares = false
"""

SECTION = """
[[section]]
"""

WORDS = """
[[section.question]]
key = "words"
kind = "text"
title = "想说的话"
text = "还有什么想说的？"
"""


def scale(key: str, text: str, more: str = "") -> str:
    """A question with five levels."""
    return asked(key, "scale", text, f'scheme = "satisfaction5"\n{more}')


def asked(key: str, kind: str, text: str, more: str = "") -> str:
    """A question of this kind; its title is what stands before 怎么样."""
    title = text.replace("{about}", "").split("怎么样")[0].split("{")[0]
    return f"""
[[section.question]]
key = "{key}"
kind = "{kind}"
title = "{title}"
text = "{text}"
{more}
"""


def options(*labels: str) -> str:
    """Its options, with keys a, b, c …"""
    return "".join(
        f'[[section.question.option]]\nkey = "{key}"\nlabel = "{label}"\n'
        for key, label in zip("abcdefgh", labels, strict=False)
    )


def asks(*questions: str, head: str = "") -> Customer:
    """Somebody at the first of these questions, in one section, the last of them in words."""
    return comes(head + SECTION + "".join(questions) + WORDS)


def comes(rest: str) -> Customer:
    """Somebody at the first question of this survey."""
    return Customer(DirectLine(check(HEAD + rest))).opens().picks_first()


def finish(customer: Customer) -> Finish:
    """How the response ended."""
    (found,) = [each for each in customer.line.effects if isinstance(each, Finish)]
    return found
