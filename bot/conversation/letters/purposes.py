"""A suggestion or praise by mail: it is kept, and registered only when the reply says yes."""

from dataclasses import replace

from bot.conversation import hearing, purposes, registering
from bot.conversation.complaining import begun
from bot.conversation.draft import PURPOSES, Draft
from bot.conversation.letter import Letter
from bot.conversation.letters import complaining
from bot.conversation.letters.courtesy import body, polite
from bot.conversation.letters.heads import happened
from bot.conversation.life import IN_COMPLAINT
from bot.conversation.turn import Wish


def taken(turn: Letter) -> bool:
    """Whether the words are one, or are said to the one that was offered to be registered. What answers a
    survey is none."""
    draft, talk = turn.talk.draft, turn.talk
    if draft is not None:
        return bool(draft.purpose) and _answered(turn, draft)
    if turn.context.invited or talk.listed or talk.version_id:
        return False
    wish = purposes.heard(turn, hearing.wish(hearing.words(turn)))
    if wish is None or wish.intent not in PURPOSES:
        return False
    _begun(turn, wish)
    return True


def offered_again(turn: Letter) -> bool:
    """Whether one is on offer: then that is asked again."""
    draft = turn.talk.draft
    if draft is None or not (draft.purpose and draft.story):
        return False
    _offer(turn)
    return True


def said(turn: Letter, wish: Wish) -> None:
    """It is wished for; where one is on offer, the words may be the yes to it: 登记，不要留名字."""
    draft = turn.talk.draft
    if draft is not None and draft.story and purposes.yes(turn, wish.words):
        complaining.register(turn, "")
    else:
        _begun(turn, wish)


def _begun(turn: Letter, wish: Wish) -> None:
    draft = begun(turn, wish.intent)
    if turn.talk.state == "declined":
        turn.move("greet")
    turn.keep(draft=draft.told(wish.words, {}) if wish.words else draft, tries=0)
    _offer(turn)


def _offer(turn: Letter) -> None:
    """What was told is read back, and how to say yes or no; without a word of it, it is asked for."""
    draft = turn.talk.draft
    if draft is None or not draft.story:
        turn.say(f"purpose.ask_{draft.purpose if draft else 'suggestion'}")
        return
    turn.say(f"purpose.offer_{draft.purpose}", story=draft.story)
    turn.say("mail.purpose.how")


def _dropped(turn: Letter) -> None:
    if turn.talk.state in IN_COMPLAINT:
        registering.drop(turn)
    else:
        turn.keep(draft=None, unnamed=False)
        turn.say("purpose.dropped")


def _answered(turn: Letter, draft: Draft) -> bool:
    if complaining.wished(turn) == "complaint" and not hearing.no_complaint(turn):
        turn.keep(draft=replace(draft, purpose=""))
        return False
    words = turn.inbound.text
    if draft.story and purposes.yes(turn, body(turn, words) or words):
        complaining.register(turn, "")
    elif purposes.declined(turn):
        _dropped(turn)
    elif happened(turn, turn.inbound.text):
        turn.keep(draft=draft.told(turn.inbound.text.strip(), {}))
        _offer(turn)
    else:
        return polite(turn, turn.inbound.text)
    return True
