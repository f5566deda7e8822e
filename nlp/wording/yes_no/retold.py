"""What a clause tells of a yes/no question: in the question's verb, in other words, or in praise."""

from nlp.wording.late import late
from nlp.wording.lexicon import pattern
from nlp.wording.praise.degrees import marks_in
from nlp.wording.wishes.missing import why
from nlp.wording.yes_no.aside import aside
from nlp.wording.yes_no.assent import Vote
from nlp.wording.yes_no.by_verb import by_verb
from nlp.wording.yes_no.denial import negations
from nlp.wording.yes_no.echo import echo
from nlp.wording.yes_no.facts import fact
from nlp.wording.yes_no.question import Question, no_trouble
from nlp.wording.yes_no.told import told

_GOOD, _BAD = 0.9, -0.7
_MOCKED = late(
    r"([^\W\d]{1,2})(?:什么|啥|个?毛线?|个?屁|个?鬼)\1|谁[^\W\d]{1,4}谁(?!知道|说好|喜欢|都|爱|满意)"
)
_IN_CASE = late(".{1,6}的话")
_TOO = late("[太过]快")
_TO_ME = late("[跟给向和对为与]我们?")  # 没人跟我说过


def spoken(question: Question, text: str) -> Vote | None:
    """Told in other words, in the question's verb, or in praise where that was asked."""
    at_once = _at_once(question, text)
    if at_once:
        return at_once
    vote = _in_words(question, text)
    if vote:
        return _on_the_matter(question, text, vote._replace(truth=vote.truth != question.negative))
    good = _by_praise(question, text)
    return good and _on_the_matter(question, text, good, praise=True)


def _at_once(question: Question, text: str) -> Vote | None:
    """What settles it whatever else the clause says: 没问题, 行啥行, 再来我是小狗."""
    fine = pattern("yes_no", "trouble_no").search(text) or no_trouble().search(text)
    if question.trouble and fine:
        return Vote(question.negative, fine[0])
    if mocked := _MOCKED.search(text):
        return Vote(question.negative, mocked[0])
    if sworn := pattern("yes_no", "oath").search(text):
        return Vote((negations(text[: sworn.start()]) % 2 == 1) != question.negative, text)
    return _complaint(text) if question.trouble else None


def _in_words(question: Question, text: str) -> Vote | None:
    """Told in the words of its field, by a fact, in its own verb or its own words."""
    vote = _supposed(question, text) or told(question, text) or fact(question, text)
    own = by_verb(question, text)
    denied = own is not None and not own.truth and not question.trouble
    if vote and own and vote.truth and denied and not vote.final and own.at > vote.at + len(vote.words):
        vote = vote._replace(sure=False)  # 发了短信没打电话
    return vote or told(question, _TO_ME.sub("", text)) or own or echo(question, text)


def _on_the_matter(question: Question, text: str, vote: Vote, *, praise: bool = False) -> Vote:
    """The vote, which only bears out another where it is of another matter."""
    if vote.final:
        return vote
    return vote._replace(sure=False, aside=True) if aside(question, text, vote, praise=praise) else vote


def _complaint(text: str) -> Vote | None:
    """有点不舒服, 没什么不舒服"""
    found = pattern("yes_no", "complaints").search(text)
    return Vote(negations(text[: found.start()]) % 2 == 0, text) if found else None


def tells(question: Question, text: str) -> bool:
    """Whether it speaks of what the question is about, beyond a yes or no."""
    return (told(question, text) or by_verb(question, text) or echo(question, text)) is not None


def retold(question: Question, text: str) -> Vote | None:
    """Told in the words that belong to what was asked."""
    vote = told(question, text)
    return vote and vote._replace(truth=vote.truth != question.negative)


def _supposed(question: Question, text: str) -> Vote | None:
    """要是解决了我还会生气吗: the contrary is the case."""
    would = pattern("speech", "if").match(text) or _IN_CASE.match(text) if not question.future else None
    found = pattern("yes_no", "counterfactual").search(text, would.end()) if would else None
    verb = question.verbs.search(text) if found else None
    return Vote(negations(text[: verb.start()]) % 2 == 1, text, final=True) if verb else None


def _by_praise(question: Question, text: str) -> Vote | None:
    """方便吗 — 挺好的: praise answers a question that is itself one of praise; 会再来吗 - 好吃 not surely."""
    good_or_bad = question.praise or question.trouble
    marks = marks_in(text) if good_or_bad and not why(text) else []  # 没用过 is no 没用
    if _TOO.search(text):
        return None  # 语速太快
    degrees = [mark.degree for mark in marks]
    if not degrees or (max(degrees) > _BAD and min(degrees) < _GOOD):
        return None
    if question.trouble and (degrees[0] < 0 or not all(mark.sure for mark in marks)):
        return None  # whatever was bad need not be what was asked
    return Vote(
        (degrees[0] > 0) != question.trouble,
        marks[0].words,
        sure=not question.future and all(mark.sure for mark in marks),
        at=marks[0].start,
    )
