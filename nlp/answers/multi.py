"""Several of the options. ``rules``: least, most (how many to choose), exclusive (keys that stand alone)."""

from collections.abc import Iterable

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, answer, ask
from nlp.wording.lexicon import load, pattern
from nlp.wording.options.choices import Choices, choices_of
from nlp.wording.options.leaning import all_is_well, leaning_of
from nlp.wording.options.mentions import Token, parts, tokens
from nlp.wording.options.picked import Picked
from nlp.wording.options.picking import picked
from nlp.wording.text.normal import core
from nlp.wording.wishes.missing import missing

_ASIDE = 2  # characters that are no trouble of their own


def quoted(_key: str) -> None:
    """A label alone may still be too few."""
    return


def read(asked: Asked, said: Said) -> Reading:
    """The keys chosen, in the order of the options."""
    choices = choices_of(asked.options, asked.rules)
    whole = choices.whole(said.text)
    whole = choices.within(said.text) if whole is None else whole
    if whole is not None:
        return _checked(asked, said, {whole}, (said.text,))
    told = tokens(choices, said.text)
    found = picked(told, said.text, leaning_of(asked.text, choices.shown))
    return _sweeping(asked, choices, said, told, found) or _listed(asked, choices, said, told, found)


def _exclusive(asked: Asked, choices: Choices) -> set[int]:
    """The places of options like 以上都没有."""
    keys = {str(key) for key in asked.rules.get("exclusive") or ()}
    named = {i for i, (key, _) in enumerate(asked.options) if key in keys}
    return named | set(choices.called(load("choices")["exclusive"]))


def _sweeping(asked: Asked, choices: Choices, said: Said, told: list[Token], found: Picked) -> Reading | None:
    """都没有, 没遇到问题"""
    words = load("choices")["none"]
    whole = any(text in words for text in (said.text.rstrip("。.!~ "), core(said.text)))
    whole = whole or found.fine or (not found.places and all_is_well(asked.text, said.text))
    whole = whole or [token.kind for token in told if token.kind != "stop"] == ["none"]
    if not whole and (found.places or found.left or found.all_but or not found.none):
        return None
    exclusive = _exclusive(asked, choices)
    if len(exclusive) == 1:
        return _checked(asked, said, exclusive, (said.text,))
    return Reading("answer", missing="none", because=(said.text,)) if whole else None


def _listed(asked: Asked, choices: Choices, said: Said, told: list[Token], found: Picked) -> Reading:
    words = tuple(token.words for token in told if token.kind not in ("text", "stop"))
    places = set(found.places)
    if found.all_but:
        places = set(range(len(asked.options))) - _exclusive(asked, choices) - found.left
    if not places:
        return missing(said, none=False) or _other(asked, choices, said)
    exclusive = places & _exclusive(asked, choices)
    replaced = found.dropped > max(1, len(places))
    doubtful = found.unknown or found.open or replaced or not found.sure
    if doubtful or any(map(_blames, parts(told))):
        return ask(said, _keys(asked, places - exclusive or places), *words)
    return _checked(asked, said, places, words)


def _blames(part: list[Token]) -> bool:
    """汤全洒了 beside what was understood: one more trouble, which cannot be left out."""
    if any(token.kind not in ("text", "stop") for token in part):
        return False
    words = "".join(token.words for token in part if token.kind == "text")
    return len(words) > _ASIDE and pattern("speech", "failure").search(words) is not None


def _other(asked: Asked, choices: Choices, said: Said) -> Reading:
    """Words that name none of them may be the 其他."""
    other = choices.called(load("choices")["other"])
    return ask(said, _keys(asked, other)) if len(other) == 1 and len(core(said.text)) > 1 else ask(said)


def _keys(asked: Asked, places: Iterable[int]) -> list[str]:
    return [asked.options[place][0] for place in sorted(places)]


def _checked(asked: Asked, said: Said, places: set[int], words: tuple[str, ...]) -> Reading:
    """Too few, too many, or 以上都没有 together with others: ask."""
    least, most = int(asked.rules.get("least") or 1), int(asked.rules.get("most") or len(asked.options))
    exclusive = _exclusive(asked, choices_of(asked.options, asked.rules))
    mixed = bool(places & exclusive) and len(places) > 1
    fits = least <= len(places) <= most or bool(places & exclusive)
    if mixed or not fits:
        return ask(said, _keys(asked, places - exclusive if mixed else places), *words)
    return answer(said, _keys(asked, places), *words)
