"""One of several options."""

from itertools import pairwise

from nlp.answers import scale
from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, answer, ask
from nlp.wording.late import late
from nlp.wording.lexicon import load, pattern
from nlp.wording.options.bands import band
from nlp.wording.options.choices import Choices, choices_of
from nlp.wording.options.compounds import other_thing
from nlp.wording.options.extremes import extreme
from nlp.wording.options.leaning import all_is_well, leaning_of
from nlp.wording.options.mentions import Token, parts, tokens, unheard_words
from nlp.wording.options.nothing import outside, says_none
from nlp.wording.options.picked import Picked
from nlp.wording.options.picking import picked
from nlp.wording.options.places import beside_it, from_front
from nlp.wording.options.shared import others_named, shared
from nlp.wording.options.unlisted import unlisted
from nlp.wording.praise.degrees import marks_in
from nlp.wording.scores.ladder import ladder_of
from nlp.wording.text.normal import core, normalise
from nlp.wording.wishes.missing import missing, why

_BOTH = late(
    "又.{1,6}又|完.{0,3}[又还再]|太.{1,3}[,，]?(?:只好|就|才)?[用换改找]|既.{1,6}[又也]|左.{1,8}右|有的.{1,8}有的|有时.{1,8}有时|一个.{1,6}一个"
)  # 又贵又不好用, 取完钱又存, 太慢就换别的: more than one
_GRANTED = late(r"([^\W\d]{1,3})(?:倒|到)?是\1,(?=可|但|不过|然而)")
_STORY = 3  # characters beside an option that make a story of it


def quoted(key: str) -> str:
    """An option stands for its key."""
    return key


def read(asked: Asked, said: Said) -> Reading:
    """The option named; two different ones are asked back with the last as guess (A还是B)."""
    said = said._replace(text=from_front(said.text))
    choices = choices_of(asked.options, asked.rules)
    whole = choices.whole(said.text)
    whole = choices.within(said.text) if whole is None else whole
    whole = extreme(asked.options, said.text) if whole is None else whole
    spanned = band(asked.options, said.text)
    if whole is not None and spanned in (None, whole):
        return answer(said, asked.options[whole][0], said.text)
    if spanned is not None:
        key = asked.options[spanned][0]
        return answer(said, key, said.text) if whole is None else ask(said, key, said.text)
    told = _weightier(choices, said.text)
    leaning = leaning_of(asked.text, choices.shown)
    found = picked(told, said.text, leaning)
    found.open |= (found.steps and leaning.asked <= 0) or beside_it(said.text)
    return _chosen(asked, said, choices, told, found)


def _weightier(choices: Choices, text: str) -> list[Token]:
    """What is named; in 便宜是便宜,可我看重质量 only behind the 可, if anything is."""
    told = tokens(choices, text)
    granted = _GRANTED.match(text)
    rest = [token for token in told if granted and token.start >= granted.end()]
    return rest if any(token.options for token in rest) else told


def _chosen(asked: Asked, said: Said, choices: Choices, told: list[Token], found: Picked) -> Reading:
    words = tuple(token.words for token in told if token.kind not in ("text", "stop"))
    place = _one(told, found)
    if place is not None:
        key = asked.options[place][0]
        sure = found.sure and not (found.open or found.all_but or _BOTH.search(said.text))
        sure = sure and not (unheard_words(told, said.text) or other_thing(told, said.text))
        joined = any(after.kind == "and" and token.kind != "stop" for token, after in pairwise(told))
        sure = sure and not (joined and others_named(choices.shown, said.text, place))
        return answer(said, key, *words) if sure else ask(said, key, *words)
    if found.places:
        return ask(said, asked.options[found.places[-1]][0], *words)
    if not (found.open or found.left) and (by_parts := shared(choices.shown, said.text)) is not None:
        return answer(said, asked.options[by_parts][0], said.text)
    yours = [i for i, label in enumerate(choices.shown) if pattern("choices", "up_to_you").search(label)]
    if len(yours) == 1 and any(token.kind in ("any", "indifferent") for token in told):
        return answer(said, asked.options[yours[0]][0], *words)  # 随便，你们定
    return _none_of_them(asked, said, choices, found) or _otherwise(asked, said, found)


def _one(told: list[Token], found: Picked) -> int | None:
    """The only option left, or the one that was said to weigh most, or named by itself before a story."""
    places = found.places
    weighty = [place for place in places if place in found.main] or places
    major = [place for place in weighty if place not in found.minor]
    if len(major) == 1:
        return major[0]
    return None if found.open else _first_by_itself(told, places)


def _first_by_itself(told: list[Token], places: list[int]) -> int | None:
    """ "B，朋友一直说价格低": B alone, then a story in which others occur."""
    pieces = [[token for token in part if token.kind != "stop"] for part in parts(told)]
    first, *rest = pieces or [[]]
    if len(first) != 1 or first[0].options != (places[:1] and (places[0],)) or not places:
        return None
    mixed = all(sum(len(token.words) for token in piece if token.kind == "text") >= _STORY for piece in rest)
    return places[0] if mixed else None


def _none_of_them(asked: Asked, said: Said, choices: Choices, found: Picked) -> Reading | None:
    """都不是: the option that says so, else 其他."""
    lists, down = load("choices"), outside(said.text)
    fine = found.fine and len(said.clauses) == 1  # 都还行
    if not (down or fine or says_none(said.text) or all_is_well(asked.text, said.text)):
        return None
    alone = choices.called(lists["exclusive"])
    if len(alone) == 1:
        return answer(said, asked.options[alone[0]][0], said.text)
    other = choices.called(lists["other"])
    if len(other) == 1 and down:
        return answer(said, asked.options[other[0]][0], said.text)
    return None


def _otherwise(asked: Asked, said: Said, found: Picked) -> Reading:
    """Nothing was named: levels of praise are heard as on a scale; words of their own may be the 其他."""
    gone = missing(said, none=False)
    if gone:
        return _shown_as_missing(asked, said, gone) or gone
    if asked.text and _is_ladder(asked):  # without a question only what is named counts
        return scale.read(asked, said)
    other = choices_of(asked.options, asked.rules).called(load("choices")["other"])
    told = len(core(said.text)) > 1 and len(other) == 1 and not found.open
    if told and not found.left and unlisted(said.text, choices_of(asked.options, asked.rules).shown):
        return answer(said, asked.options[other[0]][0])
    return ask(said, asked.options[other[0]][0]) if told else ask(said)


def _shown_as_missing(asked: Asked, said: Said, gone: Reading) -> Reading | None:
    """不知道, where 不清楚 is one of the options."""
    keys = [key for key, label in asked.options if why(normalise(label)) == gone.missing]
    return answer(said, keys[0], *gone.because) if len(keys) == 1 else None


def _is_ladder(asked: Asked) -> bool:
    """Whether every label is a degree of its own, in order (偏贵, 合适, 便宜)."""
    marks = [marks_in(label) for label in ladder_of(asked.options).labels]
    degrees = [each[0].degree for each in marks if len(each) == 1]
    return len(degrees) == len(marks) > 1 and degrees in (sorted(set(degrees)), sorted(set(degrees))[::-1])
