"""Options that were told as over or in vain beside those that hold: 以前养狗，现在养猫; 想游泳结果关着."""

from nlp.wording.lexicon import load, pattern
from nlp.wording.options.mentions import Token

_WORDS = ("option", "number")


def bygone(pieces: list[list[Token]], text: str) -> set[int]:
    """The places put aside by what is true now, if any was named for now."""
    spoken = [_spoken(pieces, i, text) for i in range(len(pieces))]
    places = [_places(piece) for piece in pieces]
    aside, later, now = set[int](), set[int](), False
    for i in reversed(range(len(pieces))):
        if (now and _over(spoken, places, i)) or (later and _in_vain(spoken[i])):
            aside |= places[i] - later
        later |= places[i]
        now = now or (bool(places[i]) and _present(spoken[i]))
    return aside


def _over(spoken: list[str], places: list[set[int]], at: int) -> bool:
    """年轻时看报; 音箱，送人了: what is over may be told behind a stop."""
    following = spoken[at + 1] if at + 1 < len(spoken) and not places[at + 1] else ""
    return any(pattern("choices", "over").search(words) for words in (spoken[at], following))


def _present(words: str) -> bool:
    return pattern("choices", "present").search(words) is not None


def _in_vain(words: str) -> bool:
    """想去游泳结果关着: a wish, and then why not."""
    lists = load("choices")
    wished = [words.find(word) for word in lists["wished"] if word in words]
    return any(word in words[min(wished) :] for word in lists["in_vain"]) if wished else False


def _spoken(pieces: list[list[Token]], at: int, text: str) -> str:
    """What was written from the stop before to the end of the piece, the empty words too."""
    last = pieces[at - 1][-1] if at else None
    start = last.start + len(last.words) if last else 0
    end = pieces[at][-1]
    return text[start : end.start + len(end.words)]


def _places(piece: list[Token]) -> set[int]:
    return {place for token in piece if token.kind in _WORDS for place in token.options}
