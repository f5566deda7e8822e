"""Surveys written down in a test; who is asked them, the fixtures `offered`, `begins` and `asks` know."""

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
