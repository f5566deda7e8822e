"""Scales whose words no list knows: what their own labels say is enough (太窄, 偏窄, 合适, 偏宽, 太宽)."""

from nlp.wording.late import late
from nlp.wording.praise.intensity import lead_kinds, lead_words
from nlp.wording.praise.vocabulary import BALANCED, own_stems, poles, stems

_NUMBER = late(r"^[\d.]+\s*[分星级]?[\s:：、.]*|[\s:：、.]*[\d.]+\s*[分星级]?$")
_ADJECTIVE = late(r"[^\W\da-z_]{1,4}(?<![星分级颗次下上])|[a-z ]{3,}")
_TAIL = "了的"
_TWO = 2


def ends_of(labels: tuple[str, ...]) -> str:
    """The family made of the words in the first and last label; empty where they are no two ends."""
    if len(labels) < 2:
        return ""
    (first, lower), (last, upper) = _word(labels[0]), _word(labels[-1])
    if not (_ADJECTIVE.fullmatch(first) and _ADJECTIVE.fullmatch(last)):
        return ""
    if first == last:
        return poles("", first, balanced=False) if lower != upper else ""
    if lower or upper:
        return ""
    degree_first, degree_last = _degree(first), _degree(last)
    low, high = (last, first) if degree_first > 0 or degree_last < 0 else (first, last)
    return poles(low, high, balanced=_middle_is_best(labels))


def _word(label: str) -> tuple[str, bool]:
    """What is left of a label without its number and words of degree, and whether it is denied."""
    text, denied = _NUMBER.sub("", label).rstrip(_TAIL), False
    while found := lead_words().match(text):
        if found.end() >= len(text):
            break
        denied ^= lead_kinds()[found[0]].startswith("not")
        text = text[found.end() :].lstrip(" 地的")
    return text.removeprefix("有") if len(text) > _TWO else text, denied  # 非常有信心, 没信心


def _degree(word: str) -> float:
    return stems("")[word][0] if word in stems("") else 0.0


def _middle_is_best(labels: tuple[str, ...]) -> bool:
    middle = [word for word, degree in own_stems(BALANCED).items() if not degree]
    praised = stems("")
    return any(any(w in label and praised.get(w, (1,))[0] > 0 for w in middle) for label in labels[1:-1])
