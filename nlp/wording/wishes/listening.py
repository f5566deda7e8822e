"""What a message is, the weightiest first: one in danger, an answer, a wish, or an answer among wishes."""

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said
from nlp.wording.text.clauses import split
from nlp.wording.wishes.among import among_wishes
from nlp.wording.wishes.answering import Read, instead, is_answer
from nlp.wording.wishes.danger import crisis
from nlp.wording.wishes.earlier import about_earlier
from nlp.wording.wishes.intents import clause_wish, whole_wish
from nlp.wording.wishes.oaths import without_oaths


def listen(asked: Asked, read: Read, text: str, plain: str) -> Reading:
    """The meaning of a ``text``, in normal form ``plain``; ``read`` is for what is no wish."""
    danger = crisis(plain)
    if danger:
        return Reading("intent", comment=text, because=(danger,), intent="crisis")
    if is_answer(asked, plain):
        return read(asked, Said(text, plain, split(plain)))
    intent = whole_wish(plain, asked)
    answer = instead(asked, read, text, plain, intent)
    if intent or answer:
        return answer or Reading("intent", because=(plain,), intent=intent)
    earlier = about_earlier(plain, story=asked.kind == "text")
    if earlier:
        return Reading("intent", comment=text, because=(earlier,), intent=_anew(asked, plain) or "edit")
    return among_wishes(asked, read, text, plain if asked.kind == "text" else without_oaths(plain))


def _anew(asked: Asked, plain: str) -> str:
    """把之前的答案全作废，我从头答 wants more than one answer changed."""
    heard = (clause_wish(clause, plain, asked, story=False) for clause in split(plain))
    return "restart" if any(wish and wish.intent == "restart" for wish in heard) else ""
