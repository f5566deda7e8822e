"""The words that tell it without the question's verb: 还在路上 to 收到了吗, 准点起飞的 to 有没有延误."""

from collections.abc import Iterator
from typing import Any

from nlp.wording.late import late
from nlp.wording.lexicon import load, pattern
from nlp.wording.words import Words

_WHEN = late("^[^售最今以背]{2,6}?(?:之后|以后|后|之前|前)(?!台|门|排|来|往)")
_WILL = late("兴趣|需要|愿意|愿不愿|希望|要不要|想不想|想要|要我们")


def told_of(asked: str, whole: str) -> tuple[tuple[Words, Words], ...]:
    """The words for yes and those for no, of each field that is asked for.

    Whether something is wanted is not told by how it went: 还需要我们跟进吗 - 已经好了.
    """
    asked = _WHEN.sub("", asked)  # 维修后漏水了吗: of the leak
    wanted = load("yes_no")["wanted"] if _WILL.search(whole) else None
    fitting = [*_groups(asked, wanted), *([] if wanted else _fields(asked))]
    return tuple((Words(words[True]), Words(words[False])) for words in fitting)


def _groups(asked: str, wanted: list[str] | None) -> Iterator[dict[bool, list[str]]]:
    groups: dict[str, dict[str, Any]] = load("yes_no")["told"]
    for name, group in groups.items():
        if (wanted is None or name in wanted) and any(word in asked for word in group["questions"]):
            yield {True: group["yes"], False: group["no"]}


def _fields(asked: str) -> Iterator[dict[bool, list[str]]]:
    """有没有异味 asks for the trouble; 空气清新吗 for its contrary, and so does 异味问题解决了吗."""
    mended = pattern("yes_no", "mended").search(asked) is not None
    fields: list[dict[str, Any]] = list(load("yes_no")["field"].values())
    for field in fields:
        about = any(word in asked for word in field["trouble"])
        contrary = any(word in asked and f"不{word}" not in asked for word in field["contrary"])
        if about or contrary:
            troubled = about and not contrary and not mended
            yield {troubled: field["bad"], not troubled: field["good"]}
