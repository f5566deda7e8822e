"""A complaint by mail: registered at once under its number (GB/T 19012 7.3, 7.4). What is missing is asked in
the same mail, and taken by `supplying`."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.conversation import hearing, registering
from bot.conversation.complaining import as_complaint, begun
from bot.conversation.draft import Draft
from bot.conversation.effects import Add, Conceal, Supply
from bot.conversation.letter import Letter
from bot.conversation.letters.courtesy import body, polite, tells
from bot.conversation.letters.filing import evidence
from bot.conversation.letters.heads import happened, headed
from bot.conversation.letters.listing import listed
from bot.conversation.letters.supplying import open_facts
from bot.conversation.life import AGREED
from bot.conversation.moments import by
from bot.conversation.purposes import section
from nlp import read_answer


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
    other = turn.talk.draft is not None and turn.talk.draft.purpose and open_facts(turn)
    asked = turn.talk.fact if other else ""  # what is asked of a complaint stays so beside a suggestion
    fact = " ".join((number, str(before), *missing)) if missing else asked
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
