"""Several of the options. ``rules``: least, most (how many to choose), exclusive (keys that stand alone)."""

from collections.abc import Iterable

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, answer, ask
from nlp.wording.late import late
from nlp.wording.lexicon import load, pattern
from nlp.wording.options.choices import Choices, choices_of
from nlp.wording.options.compounds import one_thing, other_thing
from nlp.wording.options.leaning import all_is_well, leaning_of
from nlp.wording.options.mentions import Token, parts, tokens, unheard_words
from nlp.wording.options.nothing import is_none, outside, says_none
from nlp.wording.options.picked import Picked
from nlp.wording.options.picking import picked
from nlp.wording.options.places import beside_it, from_front
from nlp.wording.options.unheard import unheard
from nlp.wording.options.unlisted import unlisted
from nlp.wording.praise.degrees import marks_in
from nlp.wording.text.normal import core, unpunctuated
from nlp.wording.text.numerals import number
from nlp.wording.wishes.missing import missing

_MANY = late("([两三四五六七八])[个样项点种场]")
_ALL_SO_MANY = late("(?<![前后头第])(?:这|那)?([两三四五六七八九])[个样项门种款场道](?=都)")
_CLAUSE = late("[^,，。;；!！?？~\\n]+")
_NO_FAULT = late("没(?:有?什么|有?啥|有)?不(?:喜欢|满意|好|满)的?(?:地方)?[了啊呀吧]?$")
_TWO = late("又[^,，。]{1,4}又")  # 又晚又没擦干净: one of the two was not heard


def quoted(_key: str) -> None:
    """A label alone may still be too few."""
    return


def read(asked: Asked, said: Said) -> Reading:
    """The keys chosen, in the order of the options."""
    said = said._replace(text=from_front(said.text))
    choices = choices_of(asked.options, asked.rules)
    whole = choices.whole(said.text)
    whole = choices.within(said.text) if whole is None else whole
    if whole is not None:
        return _checked(asked, said, {whole}, (said.text,))
    text = _counting_all(said.text, len(asked.options) - len(_exclusive(asked, choices)))
    told = tokens(choices, text)
    if spelt := _spelt_out(told, text, set(choices.called(load("choices")["other"]))):
        return _checked(asked, said, spelt, (told[0].words,))
    found = picked(told, text, leaning_of(asked.text, choices.shown))
    return _sweeping(asked, choices, said, told, found) or _listed(asked, choices, said, told, found)


def _spelt_out(told: list[Token], text: str, other: set[int]) -> set[int]:
    """其它:售后 is the 其他 alone, whatever its own words may name."""
    if not told or not other or set(told[0].options) != other:
        return set()
    behind = text[told[0].start + len(told[0].words) :].lstrip()
    return other if behind.startswith((":", "(")) else set()


def _counting_all(text: str, count: int) -> str:
    """四门都报了, of four options: all of them."""
    return _ALL_SO_MANY.sub(lambda found: "全" if number(found[1]) == count else found[0], text)


def _exclusive(asked: Asked, choices: Choices) -> set[int]:
    """The places of options like 以上都没有."""
    keys = {str(key) for key in asked.rules.get("exclusive") or ()}
    named = {i for i, (key, _) in enumerate(asked.options) if key in keys}
    return named | {i for i, label in enumerate(choices.shown) if is_none(unpunctuated(label), asked.text)}


def _sweeping(asked: Asked, choices: Choices, said: Said, told: list[Token], found: Picked) -> Reading | None:
    """都没有, 没遇到问题; not 啥也没带, where it was asked what is lacking."""
    if leaning_of(asked.text, choices.shown).lacking and pattern("choices", "empty_handed").search(said.text):
        return None
    asked_good = leaning_of(asked.text, choices.shown).asked > 0
    if asked_good and not (found.places or found.all_but) and _NO_FAULT.search(said.text):
        return ask(said)  # 没什么不喜欢的, where it was asked what is liked
    whole = says_none(said.text, leaning_of(asked.text, choices.shown).asked) or (
        not found.places
        and ((found.fine and all(token.kind != "is" for token in told)) or all_is_well(asked.text, said.text))
    )
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
        places -= _beyond(choices, said, places)
    if not places:
        return _turned_down(asked, choices, said) or missing(said, none=False) or _other(asked, choices, said)
    other = choices.called(load("choices")["other"])
    if found.strange and len(other) == 1 and all(unlisted(words, choices.shown) for words in found.strange):
        places |= {*other}  # 抖音、快手
    exclusive = places & _exclusive(asked, choices)
    if _doubtful(asked, said, choices, told, found, places):
        return ask(said, _keys(asked, places - exclusive or places), *words)
    return _checked(asked, said, places, words)


def _beyond(choices: Choices, said: Said, places: set[int]) -> set[int]:
    """除了寿险，上面三个都有: 其他, where as many as were said are left without it."""
    other = set(choices.called(load("choices")["other"]))
    counted = _MANY.search(said.text)
    return other if counted and number(counted[1]) == len(places - other) else set()


def _doubtful(
    asked: Asked, said: Said, choices: Choices, told: list[Token], found: Picked, places: set[int]
) -> bool:
    """What was not heard counts as doubt, but for what may be the text of 其他."""
    if (
        _unclear(told, choices, found, said.text)
        or beside_it(said.text)
        or found.dropped > max(1, len(places))
    ):
        return True
    counted = _ALL_SO_MANY.search(said.text)
    if counted and found.all_but and number(counted[1]) != len(places):
        return True  # 两样都要, of three
    if _unmet(asked, choices, said, told, places) or (len(places) == 1 and _TWO.search(said.text)):
        return True
    if places & set(choices.called(load("choices")["other"])):
        return False  # 其他，停车
    asked_for = leaning_of(asked.text, choices.shown).asked
    if unheard_words(told, said.text):
        return True
    return found.unknown or bool(found.strange) or any(unheard(part, asked_for) for part in parts(told))


def _unclear(told: list[Token], choices: Choices, found: Picked, text: str) -> bool:
    compound = one_thing(told, choices.labels) or other_thing(told, text)
    return found.open or not found.sure or compound


def _unmet(asked: Asked, choices: Choices, said: Said, told: list[Token], places: set[int]) -> bool:
    """希望送货快, 质量好个屁: where the good was asked, a label that praises is wished for, or mocked."""
    leaning = leaning_of(asked.text, choices.shown)
    praised = {place for place in places if marks_in(leaning.labels[place])} if leaning.asked > 0 else set()
    named = [token.start for token in told if praised & set(token.options)]
    clauses = [found.span() for found in _CLAUSE.finditer(said.text) if _says("unmet", found[0])]
    return any(start <= at < end for start, end in clauses for at in named)


def _says(key: str, text: str) -> bool:
    return pattern("choices", key).search(text) is not None


def _turned_down(asked: Asked, choices: Choices, said: Said) -> Reading | None:
    """都不是，路过看见的"""
    other = choices.called(load("choices")["other"])
    return answer(said, _keys(asked, other)) if len(other) == 1 and outside(said.text) else None


def _other(asked: Asked, choices: Choices, said: Said) -> Reading:
    """Words that name none of them may be the 其他."""
    other = choices.called(load("choices")["other"])
    if len(other) == 1 and unlisted(said.text, choices.shown):
        return _checked(asked, said, set(other), ())
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
