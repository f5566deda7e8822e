"""The language of the talk: asked for, chosen, or taken from what a customer writes."""

from bot.conversation import hearing, tongues
from bot.conversation.tongues import ASKED, CHOSEN, LANGUAGE, SURE
from bot.conversation.turn import Turn, Wish
from storage.domain.locale import closest


def language(turn: Turn, _: Wish) -> None:
    """The one called by its name; else the languages that there are, to choose from."""
    found = tongues.named(turn.inbound.text, turn.context.tongues, turn.context.texts.language)
    if found:
        _chosen(turn, found)
    else:
        turn.keep(tongue=ASKED)
        turn.ask()


def settled(turn: Turn) -> bool:
    """Whether this message was the choice of a language, and nothing else is left to do about it.

    Else the language is taken from what is written: at first from a few words, then from a plain sentence,
    and from two in a row where another was chosen.
    """
    inbound, talk = turn.inbound, turn.talk
    if inbound.kind == "choice" and inbound.of == LANGUAGE:
        _chosen(turn, next(iter(inbound.keys), ""))
        return True
    if talk.tongue == ASKED:
        return _answered(turn)
    (_follow if not talk.tongue else _follow_back)(turn)
    return False


def followed(turn: Turn) -> None:
    """The language of what is written, before anything else is done about it; not where one was chosen."""
    if not turn.talk.tongue:
        _follow(turn)
    elif turn.talk.tongue == SURE:
        _follow_back(turn)


def _answered(turn: Turn) -> bool:
    """The choice made in words. Whatever else is said goes to what was open before."""
    known = [(name, texts("name")) for name, texts in turn.context.tongues.items()]
    text = turn.inbound.text if turn.inbound.kind == "text" else ""
    spoken = turn.context.texts.language
    found = tongues.named(text, turn.context.tongues, spoken) or (hearing.named(text, known) if text else "")
    turn.keep(tongue="")
    if found:
        _chosen(turn, found)
    return bool(found)


def _chosen(turn: Turn, name: str) -> None:
    """From now on in this language, and the open question again in it."""
    if turn.talk.state == "new":
        turn.move("greet")
    turn.keep(tongue=CHOSEN)
    turn.speak(name)
    turn.ask_after("language.spoken")


def _follow(turn: Turn) -> None:
    """What is written tells for sure; what the device is set to is a suggestion, until then."""
    inbound, known, said = turn.inbound, turn.context.tongues, _said(turn)
    if said and (found := tongues.written(said, known, turn.context.texts.language)):
        turn.keep(tongue=SURE)
        turn.speak(found)
    elif inbound.language and turn.talk.state == "new" and (found := closest(inbound.language, known)):
        turn.speak(found)


def _follow_back(turn: Turn) -> None:
    """Into the language that is written by now, where that is plain. What belongs to any changes nothing."""
    said, known, spoken = _said(turn), turn.context.tongues, turn.context.texts.language
    if not said:
        return
    found, before = tongues.plainly(said, known, spoken), turn.talk.tongue
    if found and before in (SURE, f"{CHOSEN} {found}"):
        turn.keep(tongue=SURE)
        turn.speak(found)
    elif found:
        turn.keep(tongue=f"{CHOSEN} {found}")
    elif before != SURE and tongues.written(said, known, "") == spoken:
        turn.keep(tongue=CHOSEN)


def _said(turn: Turn) -> str:
    return turn.inbound.text if turn.inbound.kind in ("text", "file") else ""
