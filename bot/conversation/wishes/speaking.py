"""The language of the talk: asked for, chosen, or taken from what a customer writes first."""

from bot.conversation import hearing, tongues
from bot.conversation.tongues import ASKED, LANGUAGE, SURE
from bot.conversation.turn import Turn, Wish
from storage.domain.locale import closest


def language(turn: Turn, _: Wish) -> None:
    """The one called by its name; else the languages that there are, to choose from."""
    found = tongues.named(turn.inbound.text, turn.context.tongues)
    if found:
        _chosen(turn, found)
    else:
        turn.keep(tongue=ASKED)
        turn.ask()


def settled(turn: Turn) -> bool:
    """Whether this message was the choice of a language, and nothing else is left to do about it.

    Else the language is taken from what is written, once: who is sure of theirs is not followed into another
    by a few words.
    """
    inbound, talk = turn.inbound, turn.talk
    if inbound.kind == "choice" and inbound.of == LANGUAGE:
        _chosen(turn, next(iter(inbound.keys), ""))
        return True
    if talk.tongue == ASKED:
        return _answered(turn)
    if talk.tongue != SURE:
        _follow(turn)
    return False


def _answered(turn: Turn) -> bool:
    """The choice made in words. Whatever else is said goes to what was open before."""
    known = [(name, texts("name")) for name, texts in turn.context.tongues.items()]
    text = turn.inbound.text if turn.inbound.kind == "text" else ""
    found = tongues.named(text, turn.context.tongues) or (hearing.named(text, known) if text else "")
    turn.keep(tongue="")
    if found:
        _chosen(turn, found)
    return bool(found)


def _chosen(turn: Turn, name: str) -> None:
    """From now on in this language, and the open question again in it."""
    if turn.talk.state == "new":
        turn.move("greet")
    turn.keep(tongue=SURE)
    turn.speak(name)
    turn.ask_after("language.spoken")


def _follow(turn: Turn) -> None:
    """What is written tells for sure; what the device is set to is a suggestion, until then."""
    inbound, known = turn.inbound, turn.context.tongues
    said = inbound.text if inbound.kind in ("text", "file") else ""
    if said and (found := tongues.written(said, known, turn.context.texts.language)):
        turn.keep(tongue=SURE)
        turn.speak(found)
    elif inbound.language and turn.talk.state == "new" and (found := closest(inbound.language, known)):
        turn.speak(found)
