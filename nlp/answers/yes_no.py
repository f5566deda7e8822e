"""Yes or no, also in the question's own verb: 解决了吗 — 没解决."""

import re
from functools import cache, lru_cache

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, answer, ask
from nlp.wording.choices import choices_of
from nlp.wording.clauses import Clause
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.missing import missing
from nlp.wording.normal import PUNCTUATION, core, normalise


def quoted(_key: str) -> None:
    """Options of a yes/no question are read as words: the value is a bool."""
    return


def read(asked: Asked, said: Said) -> Reading:
    """True or False; ask where both were said, or half of it (算是吧)."""
    shown = _shown(asked, said)
    if shown is not None:
        return answer(said, shown, said.text)
    heard = [(vote, clause.text) for clause in said.clauses if (vote := _vote(asked, clause)) is not None]
    votes = {vote for vote, _ in heard}
    words = tuple(dict.fromkeys(text for _, text in heard))
    half = pattern("yes_no", "partial").search(said.text)
    if len(votes) == 1 and not half:
        return answer(said, votes.pop(), *words)
    if votes:
        return ask(said, heard[-1][0], *words)
    return missing(said, none=False) or _leaning(said)


def _leaning(said: Said) -> Reading:
    half = pattern("yes_no", "partial").search(said.text)
    if half:
        return ask(said, None, half[0])
    negated = pattern("yes_no", "not").match(core(said.text))
    return ask(said, False, negated[0]) if negated else ask(said)


def _shown(asked: Asked, said: Said) -> bool | None:
    """An option as shown, by label, key, letter or number."""
    if not asked.options:
        return None
    place = choices_of(asked.options, asked.rules).whole(said.text)
    return None if place is None else _meaning(*asked.options[place], place)


def _meaning(key: str, label: str, place: int) -> bool:
    """Whether an option is the yes: by its key, its label, else the first shown."""
    words = load("yes_no")
    for name, truth in (("true_keys", True), ("false_keys", False)):
        if normalise(key) in words[name]:
            return truth
    plain = _said_plainly(normalise(label))
    return place == 0 if plain is None else plain


@cache
def _plain() -> dict[str, bool]:
    words = load("yes_no")
    return dict.fromkeys(words["no"], False) | dict.fromkeys(words["yes"], True)


def _said_plainly(text: str) -> bool | None:
    for form in (PUNCTUATION.sub("", text), core(text)):
        if form in _plain():
            return _plain()[form]
    return None


def _vote(asked: Asked, clause: Clause) -> bool | None:
    """What one clause says to the question."""
    if clause.unreal:
        return None
    plain = _said_plainly(clause.text)
    if plain is not None:
        return plain
    verb = next((verb for verb in _verbs(asked.text) if verb in clause.text), None)
    return _negations(clause.text, verb) if verb else None


def _negations(text: str, verb: str) -> bool | None:
    """Yes or no by the negations before the question's verb; two of them may mean either."""
    before = text[: text.index(verb)]
    found = pattern("yes_no", "not").findall(before)
    return None if len(found) > 1 else not found


@cache
def _asking() -> re.Pattern[str]:
    words = load("yes_no")
    return re.compile(
        rf"(?:{either(words['whether'])})([^\s\W]{{2}})|([^\s\W]{{2}})(?:了|过|到)?(?:您|你|我们)?(?:{either(words['asking'])})\W*$"
    )


@lru_cache(maxsize=256)
def _verbs(question: str) -> tuple[str, ...]:
    """The words that the question turns on: 您的问题解决了吗 → 解决."""
    plain = normalise(question)
    found = _asking().search(plain)
    modals = [modal for modal in load("yes_no")["modals"] if modal in plain]
    return (*modals, found[1] or found[2]) if found else tuple(modals)
