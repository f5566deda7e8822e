"""A message of which some clauses are wishes: what is none is the answer."""

from collections.abc import Iterator, Sequence

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said
from nlp.wording.text.clauses import Clause, split
from nlp.wording.text.normal import says_nothing
from nlp.wording.wishes.answering import Read, names_option, none_given
from nlp.wording.wishes.beside import beside, or_aside
from nlp.wording.wishes.earlier import about_earlier
from nlp.wording.wishes.intents import clause_wish, first, mends_itself, pauses, promised
from nlp.wording.wishes.missing import why
from nlp.wording.wishes.wish import Wish

_EXACT = ("date", "order", "phone", "number")


def among_wishes(asked: Asked, read: Read, text: str, plain: str) -> Reading:
    """Clause by clause: the wishes, and the answer beside them."""
    clauses = split(plain)
    heard = _heard(asked, plain, clauses)
    wishes = [wish for wish in heard if wish]
    said = Said(text, _without(plain, wishes), tuple(_left(clauses, heard)))
    wish = _weightiest(wishes, plain)
    if not wish:
        return or_aside(read(asked, said), asked, text, plain)
    words = tuple(wish.words for wish in wishes)
    if says_nothing(said.text):
        return Reading("intent", comment=said.comment(), because=words, intent=wish.intent)
    reading = read(asked, said)
    if wish.intent == "edit" and _mended(asked, wish, plain, reading):
        return reading
    if reading.outcome == "answer" and all(any(word in each for each in reading.because) for word in words):
        return reading  # 62781234 转 801: the value itself holds what looked like a wish
    return beside(reading, wish.intent, words, said)


def _heard(asked: Asked, plain: str, clauses: Sequence[Clause]) -> list[Wish | None]:
    """The wish of each clause, where it is one."""
    story = asked.kind == "text" and _tells(asked, plain, clauses)
    heard = []
    for place, clause in enumerate(clauses):
        wish = None if names_option(asked, clause.text) else clause_wish(clause, plain, asked, story=story)
        mended = mends_itself(wish, (each.text for each in clauses[:place]))
        none = wish and none_given(asked, wish.intent, clause.text, clause.text)
        heard.append(None if mended or none else wish)
    return heard


def _mended(asked: Asked, wish: Wish, plain: str, reading: Reading) -> bool:
    """号错了，应该是AB12345678: what was wrong is mended by what follows."""
    leads = plain.startswith(wish.words) and not about_earlier(wish.words, story=True)
    return asked.kind in _EXACT and leads and (reading.value or reading.guess) is not None


def _weightiest(wishes: Sequence[Wish], plain: str) -> Wish | None:
    wish = first(each for each in wishes if not pauses(each, plain))
    return (promised(plain) or wish) if wish and wish.intent == "human" else wish


def _tells(asked: Asked, plain: str, clauses: Sequence[Clause]) -> bool:
    """Whether any clause of an open answer says more than a wish, or that there is nothing to say."""
    return not all(
        says_nothing(each.text) or why(each.text) or clause_wish(each, plain, asked, story=False)
        for each in clauses
    )


def _left(clauses: Sequence[Clause], heard: Sequence[Wish | None]) -> Iterator[Clause]:
    for clause, wish in zip(clauses, heard, strict=True):
        if not wish:
            yield clause
        elif wish.rest:
            yield clause._replace(text=wish.rest)


def _without(plain: str, wishes: Sequence[Wish]) -> str:
    for wish in wishes:
        plain = plain.replace(wish.words, "", 1)
    return plain.strip(" ,.;!?\n") if wishes else plain
