"""Files of a mail: they come in before its words, and are answered with them."""

from collections import Counter
from typing import Final

from bot.conversation.letter import Letter
from bot.conversation.letters.listing import Open
from bot.conversation.letters.replying import Heard
from bot.conversation.turn import Turn
from bot.message import LONGEST_LETTER, Inbound
from nlp import Reading
from storage.domain.locale import Texts

_LARGE: Final = "large"
"""In `Talk.files` for one that was too large to be kept."""

_NAMED: Final = 5
"""Files that are not kept are named, up to so many."""


def filed(turn: Turn) -> bool:
    """Whether this is a file of a mail: it is kept beside the words, which come after it and are answered."""
    inbound = turn.inbound
    if not isinstance(turn, Letter) or inbound.kind != "file" or inbound.text.strip():
        return False
    sent, largest, album = inbound.attachment, turn.context.largest_file, inbound.album
    if sent is None:
        return True
    before = turn.talk.files if turn.talk.album == album else ()
    told = _LARGE if 0 < largest < sent.size else f"{sent.kind} {sent.name or sent.kind}"
    turn.keep(album=album, files=(*before, told))
    return True


def noted(turn: Letter) -> None:
    """Say that files came with the mail, and of those that are too large, that they are."""
    if not turn.talk.files or turn.talk.album != turn.inbound.album:
        turn.keep(files=())
        return
    if any(each != _LARGE for each in turn.talk.files):
        turn.say("file.kept")
    if _LARGE in turn.talk.files:
        largest = turn.context.largest_file // 1_000_000
        turn.tell(turn.context.texts("error.file_size", megabytes=largest))


def attached(turn: Letter, found: Heard, asked: list[Open]) -> None:
    """The open questions that ask for a file have their answers by those of the mail, in order."""
    files = [each.partition(" ")[::2] for each in turn.talk.files if each != _LARGE]
    for each in asked:
        fits = [one for one in files if each.question.accept == "file" or one[0].startswith("image/")]
        if each.question.accept and fits:
            files.remove(fits[0])
            words = found.words.setdefault(each.place, "")
            found.readings[each.place] = Reading("answer", fits[0][1], comment=words)


def evidence(turn: Letter) -> bool:
    """Whether something to be kept came along."""
    return any(each != _LARGE for each in turn.talk.files)


def refused(inbound: Inbound, texts: Texts) -> list[str]:
    """That files of the mail are not kept, how many and which, by each reason; that its words are cut."""
    told = Counter(why for why, _ in inbound.refused)
    limits = {"text": LONGEST_LETTER, "file_count": inbound.most_files}
    return [
        texts(
            f"chat.mail.refused.{why}",
            names=_names(inbound, why, texts),
            count=count,
            most=f"{limits.get(why, 0):,}",
        )
        for why, count in told.items()
    ]


def _names(inbound: Inbound, why: str, texts: Texts) -> str:
    names = list(dict.fromkeys(name for each, name in inbound.refused if name and each == why))
    if not names:
        return ""
    key = "names_more" if len(names) > _NAMED else "names"
    return texts(f"chat.mail.refused.{key}", names=texts("chat.asking.comma").join(names[:_NAMED]))
