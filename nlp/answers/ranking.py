"""All options in the customer's order, the best first. ``rules``: least, most (how many to put in order)."""

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, answer, ask
from nlp.wording.late import late
from nlp.wording.lexicon import pattern
from nlp.wording.options.choices import choices_of
from nlp.wording.options.mentions import tokens
from nlp.wording.options.ranked import in_order
from nlp.wording.wishes.missing import missing

_STRANGER = late("[a-z]")  # E, of four options


def quoted(_key: str) -> None:
    """One option is no order."""
    return


def read(asked: Asked, said: Said) -> Reading:
    """The keys in order; ask where a place was left open, given twice, or shared."""
    choices = choices_of(asked.options, asked.rules)
    told = tokens(choices, said.text)
    if pattern("choices", "mending").search(asked.text):  # 闪退最烦 comes first of what to mend
        told = [token._replace(kind="first") if token.kind == "disliked" else token for token in told]
    least, most = _bounds(asked)
    found = in_order(told, len(asked.options), least)
    words = tuple(token.words for token in told if token.kind not in ("text", "stop"))
    if not found.places:
        return missing(said, none=False) or ask(said)
    keys = [asked.options[place][0] for place in found.places]
    enough = least <= len(keys) <= most
    if enough and found.sure and not any(_STRANGER.fullmatch(t.words) for t in told if not t.options):
        return answer(said, keys, *words)
    return ask(said, keys if enough else None, *words)


def _bounds(asked: Asked) -> tuple[int, int]:
    """How many to put in order: all of them unless the rules say otherwise; at most 3 are 2 or 3."""
    count = len(asked.options)
    most = int(asked.rules.get("most") or count)
    return int(asked.rules.get("least") or (count if most >= count else min(2, most))), most
