"""On scales of their own: what is said outright after a denial, and praise of ease that tells of toil."""

from collections.abc import Sequence

from nlp.wording.late import late
from nlp.wording.lexicon import load, pattern
from nlp.wording.praise.degrees import Mark, marks_in
from nlp.wording.praise.intensity import lead_kinds, lead_words
from nlp.wording.praise.told import Heard
from nlp.wording.praise.vocabulary import own_stems
from nlp.wording.text.clauses import Clause, takes_back
from nlp.wording.text.normal import core
from nlp.wording.text.topics import topic_words

_TOIL = late(
    r"(?:填|跑|打|盖|排|转|换|交|找|折腾|催|问|写|签|搬|爬)了?(?:好?几|[三四五六七八九十]+|[3-9]|\d\d+)来?多?"
    r"(?:张|趟|次|个(?!人)|遍|回|道|家|通|份|层|天|小时)"
)

_HINT = 1  # the rank of praise where the scale has words of its own
_ASSENT = "好"  # 好的, 嗯好


def affirmed(heard: list[Heard], family: str) -> list[Heard]:
    """不淡，就是咸了点: the denial only leads up to what is meant; 不同意，但有道理 stays as it is."""
    heard = _unborne(_after_all(heard)) if family else heard
    said = [mark for each in heard for mark in each.marks]
    plain = {_side(mark) for mark in said if mark.sure and not _denied(mark)}
    if not family or len(plain) != 1:
        return heard
    led = {_side(mark) for mark in said if _denied(mark)} & (plain if plain != {0} else {-1, 0, 1})
    kept = [
        each._replace(marks=tuple(m for m in each.marks if not (_denied(m) and _side(m) in led)))
        for each in heard
    ]
    lone = len([each for each in kept if each.marks]) == 1
    return [each._replace(clause=_main(each.clause)) if lone and each.marks else each for each in kept]


def meant_alone(heard: list[Heard], family: str) -> list[Heard]:
    """很好 says how quiet it was; 床很好 does not, nor a mere 好的."""
    return [_meant_alone(each) for each in heard] if family else heard


def _meant_alone(each: Heard) -> Heard:
    matters = topic_words().sub("", each.clause.text) if each.clause.topics else each.clause.text
    return each._replace(marks=tuple(_if_alone(mark, matters) for mark in each.marks))


def _if_alone(mark: Mark, text: str) -> Mark:
    hint = mark.sure and mark.rank == _HINT and mark.stem
    more = mark.words == _ASSENT or core(text.replace(mark.words, "", 1))
    return mark._replace(sure=False) if hint and more else mark


def _after_all(heard: list[Heard]) -> list[Heard]:
    """What follows 不对, 哦想起来了."""
    back = [i for i, each in enumerate(heard) if not each.marks and takes_back(each.clause.text)]
    left = heard[back[-1] :] if back else heard
    return left if any(each.marks for each in left) else heard


def _unborne(heard: list[Heard]) -> list[Heard]:
    """小贵，能接受; 应该会，不过看价格: that it can be borne, or depends, takes nothing back."""
    degrees = {mark.degree for each in heard for mark in each.marks if mark.sure and mark.degree}
    if len(degrees) != 1 or max(map(abs, degrees)) > 1:
        return heard
    kept = (each for each in heard if any(mark.degree for mark in each.marks) or not _borne(each.clause.text))
    return list(kept)


def _borne(text: str) -> bool:
    return pattern("speech", "borne").search(text) is not None


def _side(mark: Mark) -> int:
    return (mark.degree > 0) - (mark.degree < 0)


def _main(clause: Clause) -> Clause:
    """就是咸了点 is no reservation where nothing was said before it."""
    return clause._replace(link="") if clause.link == "reservation" else clause


def _denied(mark: Mark) -> bool:
    lead = mark.words[: mark.words.find(mark.stem)] if mark.stem else ""
    return any(lead_kinds()[found[0]].startswith("not") for found in lead_words().finditer(lead))


def beside_own_words(clauses: Sequence[Clause], family: str) -> Sequence[Clause]:
    """The clauses without the words of the scale: 不可能不来 holds 不可能, and is no sneer."""
    return [clause._replace(text=_beside(clause.text, family)) for clause in clauses] if family else clauses


def _beside(text: str, family: str) -> str:
    own = own_stems(family)
    for mark in marks_in(text, family):
        if mark.sure and mark.stem in own:
            text = text.replace(mark.stem, "·", 1)
    return text


def toiled(family: str, clauses: Sequence[Clause]) -> bool:
    """轻松得很，也就填了八张表."""
    return family in load("speech")["toilsome"] and any(_TOIL.search(clause.text) for clause in clauses)
