"""What a complaint by mail lacked: asked in the mail that registers it, told in a reply (GB/T 19012 7.4), and
what else is told of it later."""

import re
from collections.abc import Sequence
from typing import Final

from bot.conversation import agreed
from bot.conversation.draft import FACTS
from bot.conversation.effects import Supply
from bot.conversation.finding import facts_in, kinds
from bot.conversation.letter import Letter
from bot.conversation.letters.courtesy import body, clauses, polite
from bot.conversation.letters.parts import Numbers, Part, cut
from bot.conversation.life import IN_SURVEY
from bot.conversation.turn import Turn
from nlp import read_answer
from storage.domain.complaint import OPEN

_CLAUSE: Final = re.compile(r"[，,。.!！\n]+")

_OPEN: Final = "T"
"""What the number of a complaint begins with; `Talk.fact` of one whose facts are asked for has it, the number
that stands before its first fact, and their names."""


def open_facts(turn: Turn) -> bool:
    """Whether facts of a registered complaint are asked for."""
    return turn.mailed and turn.talk.fact.startswith(_OPEN) and " " in turn.talk.fact


def said_to_facts(turn: Letter) -> bool:
    """Whether the reply may tell them, and is not said to a survey, by its numbers."""
    if not open_facts(turn):
        return False
    _, before, *missing = turn.talk.fact.split()
    if turn.talk.state not in IN_SURVEY:
        return True
    first = int(before) + 1
    survey = cut(turn.inbound.text, Numbers(range(1, first)))[1]
    own = cut(turn.inbound.text, Numbers(range(first, first + len(missing))))[1]
    return bool(own) or not survey


def tells_facts(turn: Letter) -> bool:
    """Whether the reply plainly tells what was missing: by its numbers, or several of it, or nothing else."""
    _, before, *missing = turn.talk.fact.split()
    rest, parts = cut(turn.inbound.text, Numbers(dict(enumerate(missing, int(before) + 1))))
    told, found = clauses(body(turn, rest)), _found(turn, body(turn, rest), set(missing))
    return bool(parts) or len(found) > 1 or (bool(found) and len(told) == 1)


def supplied(turn: Letter) -> None:
    """The reply to what was missing. Nothing of it is asked twice: staff see what is still open."""
    number, before, *missing = turn.talk.fact.split()
    known = dict(enumerate(missing, int(before) + 1))
    rest, parts = cut(turn.inbound.text, Numbers(known))
    facts = {known[part.number]: part.words.partition("\n")[0] for part in parts}
    rest = "\n".join((rest, *(part.words.partition("\n")[2] for part in parts)))
    facts = _placed(turn, facts) | _found(turn, rest, set(missing) - set(facts))
    agreed.by_going_on(turn)
    turn.keep(fact="")
    if not facts and _tells_nothing(turn, rest, parts):
        turn.say("mail.complaint.unknown", **turn.context.called(number))
    else:
        turn.do(Supply(number, tuple(facts.items()), turn.inbound.text.strip()))
        turn.say("mail.complaint.added", **turn.context.called(number))
    if turn.talk.version_id:
        turn.say("asking.back_to_it")
        turn.ask()


def _tells_nothing(turn: Letter, rest: str, parts: Sequence[Part]) -> bool:
    """Whether it is said of nothing but that it is not known, or that there is none: 不清楚; 没有订单号."""
    said = [*clauses(body(turn, rest)), *(part.words for part in parts)]
    told = (read_answer("text", "", [], each.strip()).missing for each in said if not polite(turn, each))
    first = next(told, "")
    return bool(first) and all(told)  # nobody reads a long story to its end for that


def _placed(turn: Letter, facts: dict[str, str]) -> dict[str, str]:
    """Each under its own name: a day under the number of the product is a day; no digits, no order number.
    不清楚 is none."""
    placed: dict[str, str] = {}
    for fact, words in facts.items():
        if read_answer("text", "", [], words.strip()).missing:
            continue
        fits = [each for each in kinds(words, turn.context.texts) if each in FACTS]
        name = fits[0] if len(fits) == 1 else fact
        if name != "order_number" or any(map(str.isdigit, words)):
            placed.setdefault(name, words)
    return placed


def _found(turn: Letter, words: str, missing: set[str]) -> dict[str, str]:
    """What stands plainly in the words, or is a line by itself."""
    texts = turn.context.texts
    found = facts_in(words, texts)
    for told in (*words.splitlines(), *_CLAUSE.split(words)):
        fits = kinds(told, texts)
        for fact in fits if "phone" not in fits else ():
            found.setdefault(fact, told.strip())
    return {fact: told for fact, told in found.items() if fact in missing}


def added(turn: Letter, words: str) -> bool:
    """Whether there is a complaint under way that these words belong to; then they are added to it."""
    under_way = [each for each in turn.context.complaints if each.state in OPEN]
    if not under_way:
        return False
    turn.do(Supply(under_way[0].number, (), words))
    turn.say("mail.complaint.added", **turn.context.called(under_way[0].number))
    return True
