"""Which of the scores given are of what was asked: 质量5分，物流3分."""

from nlp.wording.asked import Asked, Said
from nlp.wording.lexicon import load, pattern
from nlp.wording.scores.given import Given
from nlp.wording.text.clauses import Clause
from nlp.wording.text.topics import asked_topics


def to_the_point(asked: Asked, said: Said, given: list[Given]) -> tuple[list[Given], bool]:
    """The scores of what was asked, and whether they surely are: 质量5分，物流3分; 除了物流都5分."""
    if _shared_out(given):
        return given, False
    if _pulled(given):
        return given[-1:], True
    summed = next((at for at, each in enumerate(given) if _sums_up(each)), None)
    given = given[summed or 0 :]
    parted = summed is not None and _parted(given)
    if parted or (summed is not None and len(given) == 1):
        return given[:1], not parted
    about = asked_topics(asked.text)
    given = [each for each in given if not _allotted(each)] or given
    on = [each for each in given if each.clause.topics & about or each.meant]
    if any(not each.meant for each in on):
        return on, True
    apart = [clause for clause in said.clauses if clause.topics & about]
    if any(clause.link == "except" for clause in apart):
        return given, False
    whole = [each for each in given if _of_all(each.clause, about) and not (apart and each.clause.rest)]
    whole += [each for each in given if whole and each.score.kind == "delta" and each not in whole]
    return (whole, True) if whole else (given, False)


def _pulled(given: list[Given]) -> bool:
    """想给9，价格拉到7: the second is what is left of the first."""
    if not given or not pattern("numbers", "pulled").match(given[-1].score.words):
        return False
    wanted = pattern("numbers", "wanted")
    return any(each.meant or wanted.match(each.score.words) for each in given[:-1])


def _sums_up(each: Given) -> bool:
    """早餐7分，房间4分，整体5分."""
    return (
        not each.meant
        and pattern("speech", "verdict").search(each.clause.text, 0, each.score.start) is not None
    )


def _parted(given: list[Given]) -> bool:
    """总体4分，其中服务5分: what the whole is worth comes first; which of them was asked for?"""
    return any(each.score.value != given[0].score.value and each.score.kind != "delta" for each in given[1:])


def _shared_out(given: list[Given]) -> bool:
    """师傅5分公司1分: each has its own, and nobody said what the whole is worth."""
    named = {each.score.value for each in given if pattern("numbers", "parties").search(each.clause.text)}
    values = {each.score.value for each in given if each.score.kind != "delta"}
    owned = any(pattern("numbers", "owners").search(each.clause.text) for each in given)
    return len(named) > 1 or ((owned or _attributed(given)) and len(values) > 1)


def _attributed(given: list[Given]) -> bool:
    """五星服务，一星体验: each score is of a thing named right behind it."""
    behind = (each.clause.text[each.score.start + len(each.score.words) :].lstrip("的级") for each in given)
    return len(given) > 1 and all(text.startswith(tuple(load("numbers")["attributed"])) for text in behind)


def _allotted(each: Given) -> bool:
    """3分吧，1分给师傅; 七分，三分扣在老迟到: what the points are for, once they were given."""
    behind = each.clause.text[each.score.start + len(each.score.words) :]
    return behind.startswith(tuple(load("numbers")["allotted"]))


def _of_all(clause: Clause, about: frozenset[str]) -> bool:
    """A clause that names no matter; to who asks about all of it, 这服务 and 你家东西 are the whole."""
    return not clause.topics or (not about and pattern("numbers", "as_whole").search(clause.text) is not None)
