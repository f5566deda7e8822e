"""Who writes first, and neither complains nor was asked anything: no survey is put in place of an answer."""

from typing import Final

from bot.conversation import asked, expected, hearing
from bot.conversation.at_hand import ASIDE
from bot.conversation.complaining import begun
from bot.conversation.effects import CallPerson
from bot.conversation.finding import facts_in
from bot.conversation.letter import Letter
from bot.conversation.letters import beginning, complaining
from bot.conversation.letters.courtesy import polite, thanks
from bot.conversation.letters.heads import happened
from bot.conversation.letters.purposes import AT_ONCE, IN_WORDS
from bot.conversation.letters.tone import asks, praises

_TOLD: Final = 10
"""Characters with which somebody tells what happened; less is a greeting, or a question."""


def enquired(turn: Letter) -> bool:
    """Whether a stranger asks something: where it can't be answered here, a person is called."""
    words = turn.inbound.text.strip()
    if not _is_one(turn):
        return False
    if turn.talk.fact == ASIDE and polite(turn, words):
        return True  # 谢谢: nobody waits for a mail
    if not asks(turn, words):
        return False
    if line := asked.line(turn):
        turn.tell(line)
    elif turn.talk.fact == ASIDE:
        turn.say("mail.stranger.seen")
        turn.aside = True
        return True
    else:
        turn.do(CallPerson("human"))
        turn.say("mail.stranger.question", organisation=turn.context.organisation)
        expected.tell(turn, "called")
    turn.aside = True
    turn.say("mail.stranger.ways")
    return True


def thanked(turn: Letter) -> bool:
    """Whether a stranger praises or thanks us, and no more."""
    words = turn.inbound.text.strip()
    kind = praises(words) or thanks(turn, words) or hearing.no_complaint(turn)
    if not _is_one(turn) or asks(turn, words) or not kind:
        return False
    if turn.talk.fact != ASIDE:
        turn.say("mail.stranger.thanked", organisation=turn.context.organisation)
    turn.aside = True
    return True


def offered(turn: Letter) -> bool:
    """Whether a stranger writes what may be a complaint: it is kept, a person is told, and they are asked if
    it is one."""
    words, context = turn.inbound.text.strip(), turn.context
    came = turn.talk.draft is None and context.invited is None
    if not came or beginning.declines(turn) or hearing.no_complaint(turn):
        return False
    if complaining.wished(turn) or not happened(turn, words) or len(words) < _TOLD:
        return False
    turn.keep(draft=begun(turn).told(words, facts_in(words, context.texts)), tries=0)
    turn.do(CallPerson("human"))
    turn.say("mail.complaint.offer", organisation=context.organisation)
    expected.tell(turn, "called")
    return True


def left_offered(turn: Letter) -> bool:
    """Whether something else is said than what makes a complaint of what may be one: staff see it. What they
    wish for is granted, and it stays on offer."""
    draft, words, reading = turn.talk.draft, turn.inbound.text.strip(), hearing.words(turn)
    if draft is None or not draft.story:
        return False
    wishes = reading.outcome == "intent" and reading.intent not in IN_WORDS
    if hearing.no_complaint(turn) or (beginning.declines(turn) and reading.outcome != "intent"):
        turn.keep(draft=None)
    elif wishes or reading.intent in AT_ONCE:
        turn.wish = hearing.wish(reading)
        return True
    elif happened(turn, words) and not praises(words):
        if complaining.past(turn):
            turn.keep(draft=None)
            return False
        turn.keep(draft=draft.told(words, facts_in(words, turn.context.texts)))
    if not polite(turn, words):
        turn.say("mail.stranger.seen")
    return True


def pictured(turn: Letter) -> bool:
    """Whether files came from a stranger, and not a word with them."""
    sent = turn.talk.files or turn.inbound.refused
    return bool(sent) and not turn.inbound.text.strip() and _is_one(turn)


def _is_one(turn: Letter) -> bool:
    talk = turn.talk
    return talk.state == "welcome" and not (turn.context.invited or talk.listed or talk.draft)
