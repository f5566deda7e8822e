"""What plainly went wrong: 三天就坏了, 打电话没人接, 等了两个星期."""

import re
from collections.abc import Sequence

from nlp.wording.clauses import Clause
from nlp.wording.lexicon import pattern

_LONG = re.compile(
    r"(?:等|晚|拖|迟)了?(?:[一二两三四五六七八九十半几好\d]+)个?(?:天|周|星期|礼拜|小时|钟头|月)"
)


def failure(about: frozenset[str], clauses: Sequence[Clause], *, waits: bool = True) -> str:
    """The words that tell of it, of the matter asked or of none by name; else empty.

    How long something took is no failure by itself (`waits` False): it only darkens praise.
    """
    spoken = (c for c in clauses if not c.unreal and (not c.topics or not about or c.topics & about))
    return next((words for clause in spoken if (words := _in(clause.text, waits))), "")


def _in(text: str, waits: bool) -> str:
    hits = [*pattern("speech", "failure").finditer(text), *(_LONG.finditer(text) if waits else ())]
    return next((hit[0] for hit in hits if text[: hit.start()][-1:] not in ("没", "不", "未", "别")), "")
