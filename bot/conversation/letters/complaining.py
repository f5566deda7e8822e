"""A complaint by mail: registered at once under its number (GB/T 19012 7.3, 7.4), what is missing is asked in
one mail, and what is told of it later is added."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.conversation import agreed, hearing, registering
from bot.conversation.complaining import as_complaint, begun
from bot.conversation.draft import FACTS, Draft
from bot.conversation.effects import Add, Conceal, Supply
from bot.conversation.finding import facts_in, kinds
from bot.conversation.letter import Letter
from bot.conversation.letters.courtesy import body, clauses, polite, tells
from bot.conversation.letters.filing import evidence
from bot.conversation.letters.heads import happened, headed
from bot.conversation.letters.listing import listed
from bot.conversation.letters.parts import Numbers, Part, cut
from bot.conversation.life import AGREED, IN_SURVEY
from bot.conversation.moments import by
from bot.conversation.purposes import section
from bot.conversation.turn import Turn
from nlp import read_answer
from storage.domain.complaint import OPEN

_OPEN: Final = "T"
"""What the number of a complaint begins with; `Talk.fact` of one whose facts are asked for has it, the number
that stands before its first fact, and their names."""


def register(turn: Letter, draft: Draft, beside: str = "") -> None:
    """Number, what happens next and by when, in the mail that answers this one. What was asked `beside` the
    yes goes to who handles it."""
    number, code = turn.wanted("reserved")
    due_at = registering.first_due(turn.context, turn.now)
    complaint = registering.complain(draft, number, due_at)
    due = by(due_at, turn.context)
    if turn.talk.unnamed:
        turn.do(complaint._replace(anonymous=True, code=code))
        turn.say(f"{section(draft)}.registered_anonymous", number=number, code=code, due=due)
        if beside:
            turn.do(Add(number, beside))
        turn.do(Conceal(datetime.fromisoformat(draft.begun) if draft.begun else None))
        _closed(turn, ())
        return
    turn.do(complaint)
    if beside:
        turn.do(Supply(number, (), beside))
    said = f"purpose.registered_{draft.purpose}" if draft.purpose else "mail.complaint.registered"
    turn.say(said, number=number, due=due)
    if evidence(turn):
        turn.say("mail.complaint.evidence")
    if turn.talk.state not in AGREED:
        turn.say("mail.complaint.notice", version=turn.context.policy.notice_version)
    _closed(turn, draft.open, number)


def _closed(turn: Letter, missing: tuple[str, ...], number: str = "") -> None:
    """It is registered. The survey that it broke into is gone on with when its facts are told."""
    before = len(listed(turn.talk, turn.context)) if turn.talk.version_id else 0
    turn.facts = dict(enumerate(missing, before + 1))
    if turn.talk.state == "declined":
        turn.move("greet")
    elif turn.talk.state in ("story", "facts", "summary", "correcting"):
        turn.move("drop")
    fact = " ".join((number, str(before), *missing)) if missing else ""
    turn.keep(draft=None, unnamed=False, fact=fact, cases=turn.talk.cases + 1, tries=0)


def begin(turn: Letter, words: str) -> None:
    """A complaint is wished for: registered where it tells what happened, else that is asked for."""
    if past(turn) and _more(turn, words) and not _asks_how(turn, words):
        turn.keep(draft=None)
    draft = begun(turn)
    if draft.story or (happened(turn, words) and not _asks_how(turn, words)):
        more = words if not draft.story or _more(turn, words) else ""
        register(turn, as_complaint(turn, draft, more))
        return
    turn.keep(draft=replace(draft, purpose=""), tries=0)
    if turn.talk.state == "declined":
        turn.move("greet")
    elif turn.talk.state in AGREED and turn.talk.state != "story":
        turn.move("complain")
    turn.say("mail.complaint.story")


def past(turn: Letter) -> bool:
    """Whether what may have been a complaint was told so long ago that what is told now is another matter."""
    draft, days = turn.talk.draft, turn.context.policy.fresh
    if draft is None or not draft.story or draft.purpose or not draft.begun:
        return False
    return turn.now - datetime.fromisoformat(draft.begun) > timedelta(days=days)


_CLAUSE: Final = re.compile(r"[，,。.!！\n]+")
_NAMED: Final = 100  # characters of a letter that only calls it a complaint


def _asks_how(turn: Letter, words: str) -> bool:
    """Whether they only ask how to complain: 投诉电话是多少？"""
    clauses = list(filter(str.strip, _CLAUSE.split(words)))
    return len(clauses) == 1 and hearing.put(turn, "enquires", clauses[0]) is not None


def _more(turn: Letter, words: str) -> bool:
    """Whether they say more than that it is a complaint: 好的，投诉 does not."""
    if len(words) > _NAMED:
        return True
    said = map(str.strip, _CLAUSE.split(body(turn, words)))
    return any(each and not (_names_it(turn, each) or polite(turn, each)) for each in said)


def _names_it(turn: Letter, clause: str) -> bool:
    """Whether a clause only calls it a complaint, or one without a name: 那就投诉吧; 匿名."""
    return any(hearing.put_in_any(turn, way, clause) for way in ("complaint_only", "anonymously"))


def complains(turn: Letter) -> bool:
    """Whether a complaint is made here: by its name, or because one was asked for and is told now. One that
    was only offered is made by its name alone: 好的 may be said to anything."""
    reading, draft, text = hearing.words(turn), turn.talk.draft, turn.inbound.text
    if wished(turn) == "complaint" or headed(turn, text):
        return True
    if draft is None or draft.story or hearing.no_complaint(turn):
        return False
    return hearing.assent(turn) or (reading.outcome != "intent" and tells(turn, text))


def wished(turn: Letter) -> str | None:
    """The wish in the words, as an answer in free words or to a yes or no has it; 登记为投诉吧 is one."""
    text = turn.inbound.text
    named = _CLAUSE.split(text) if len(text) <= _NAMED else ()
    if any(hearing.put_in_any(turn, "complaint_only", each) for each in named):
        return "complaint"
    return hearing.words(turn).intent or read_answer("yes_no", "", [], text).intent


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
