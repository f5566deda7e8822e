"""Where a talk in which a person was called goes on, once staff hand it back."""

import json
from datetime import datetime

from bot.conversation.context import Context
from bot.conversation.effects import Say
from bot.conversation.letter import Letter, step_of
from bot.conversation.letters import compose
from bot.conversation.talk import Talk
from bot.conversation.turn import Wish
from bot.conversation.wishes.moving import go_on
from bot.message import Inbound


def back(talk: Talk, inbound: Inbound, context: Context, now: datetime) -> str:
    """The talk as it was before the person was called, and what is asked there: the JSON object {"talk": as
    kept, "say": as in the outbox}, for `storage.conversations.release`. Empty where nobody is waited for, or
    where going on has to do more than ask.
    """
    if talk.state != "waiting":
        return ""
    turn = step_of(talk._replace(back=""), inbound, context, now)
    go_on(turn, Wish("go_on"))
    if isinstance(turn, Letter):
        compose(turn)
    match turn.effects:
        case [Say(asked)]:
            return json.dumps({"talk": turn.talk.dump(), "say": asked.dump()})
    return ""
