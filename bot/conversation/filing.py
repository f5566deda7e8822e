"""A photo or a file is the answer: what was attached while one was asked for. The file itself stands with the
message that it came with; the value is its name."""

from bot.conversation import answering
from bot.conversation.life import IN_SURVEY
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn
from bot.message import Attachment
from nlp import Reading


def noted(turn: Turn) -> None:
    """Say of a file that it is kept, or is being fetched, once for all files of an album; of what can't be
    taken or read, that it can't."""
    inbound, sent, largest = turn.inbound, turn.inbound.attachment, turn.context.largest_file
    if inbound.kind == "other":
        turn.say("other")
    elif sent is None:
        return
    elif 0 < largest < sent.size:
        turn.tell(turn.context.texts("error.file_size", megabytes=largest // 1_000_000))
    elif not (inbound.album and inbound.album == turn.talk.album):
        spoken = "spoken" if sent.kind.startswith("audio/") else "kept"
        soon, checked = "_soon" if sent.remote else "", "_checked" if turn.context.scans else ""
        turn.say(f"file.{spoken}{soon}{checked}")
        turn.keep(album=inbound.album or turn.talk.album)


def wanted(turn: Turn) -> str:
    """What the open question asks to be attached: photo or file; empty where it wants something else."""
    if turn.talk.state not in IN_SURVEY[:2]:
        return ""
    return sheet(turn.talk, turn.context, turn.talk.at).question.accept


def answers(turn: Turn) -> bool:
    """Whether what came in is the file that is asked for. The second photo of an album answers no further
    question: nobody can tell which was meant for which."""
    inbound, sent, largest = turn.inbound, turn.inbound.attachment, turn.context.largest_file
    if sent is None or inbound.kind != "file" or inbound.late or 0 < largest < sent.size:
        return False
    return not (inbound.album and inbound.album == turn.talk.album) and bool(wanted(turn))


def taken(turn: Turn) -> None:
    """Keep it as the answer, with the words that came along; what is no picture is kept, but no photo."""
    sent = turn.inbound.attachment
    if sent is None:
        return
    turn.keep(album=turn.inbound.album or turn.talk.album)
    if wanted(turn) == "photo" and not _pictured(sent):
        turn.say("asking.photo_wanted")
        turn.ask()
        return
    words = turn.inbound.text.strip()
    turn.say("asking.attached")
    answering.record(turn, Reading("answer", sent.name or sent.kind, comment=words), text=words)
    answering.proceed(turn)


def _pictured(sent: Attachment) -> bool:
    return sent.kind.startswith("image/")
