"""Two people changed the same survey: nothing that only one of them did is lost."""

from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st

from storage.domain.merging import merge
from tests.storage.domain.test_comparing import BASE, definition, question, section


def after(*changes):
    """BASE with these changes done to it."""
    new = deepcopy(BASE)
    for change in changes:
        change(new)
    return new


def asked(definition, s, q):
    return definition["section"][s]["question"][q]


def ask_a_anew(d):
    asked(d, 0, 0)["text"] = "换个问法"


def hint_at_a(d):
    asked(d, 0, 0)["hint"] = "想想看"


def add_d(d):
    d["section"][0]["question"].insert(1, question("d"))


def drop_b(d):
    d["section"][0]["question"].pop(1)


def turn_round(d):
    d["section"][0]["question"].reverse()


def test_what_only_one_of_us_did_is_in_it():
    merged, clashes = merge(BASE, after(ask_a_anew, add_d), after(hint_at_a, drop_b))
    assert not clashes
    assert [each["key"] for each in merged["section"][0]["question"]] == ["a", "d"]
    assert asked(merged, 0, 0)["text"] == "换个问法"
    assert asked(merged, 0, 0)["hint"] == "想想看"


def test_where_both_changed_the_same_mine_stays_and_theirs_is_told():
    mine, theirs = after(ask_a_anew), after(lambda d: asked(d, 0, 0).update(text="他们的问法"))
    merged, (clash,) = merge(BASE, mine, theirs)
    assert asked(merged, 0, 0)["text"] == "换个问法"
    assert (clash.name, clash.field, clash.mine, clash.theirs) == ("题a", "text", "换个问法", "他们的问法")


def test_what_one_removed_and_the_other_changed_stays_and_is_told():
    merged, (clash,) = merge(BASE, after(drop_b), after(lambda d: asked(d, 0, 1).update(hint="留着")))
    assert [each["key"] for each in merged["section"][0]["question"]] == ["a", "b"]
    assert (clash.key, clash.field, clash.mine, clash.theirs) == ("b", "", False, True)


def test_a_new_order_of_theirs_takes_what_i_added():
    merged, clashes = merge(BASE, after(add_d), after(turn_round))
    assert not clashes
    assert [each["key"] for each in merged["section"][0]["question"]] == ["b", "a", "d"]


def test_options_are_merged_one_by_one():
    options = [{"key": key, "label": key} for key in "xyz"]
    base = definition(section("", question("a", kind="single", option=options)))
    mine, theirs = deepcopy(base), deepcopy(base)
    asked(mine, 0, 0)["option"][0]["label"] = "甲"
    asked(theirs, 0, 0)["option"].append({"key": "w", "label": "丁"})
    merged, clashes = merge(base, mine, theirs)
    assert not clashes
    assert [each["label"] for each in asked(merged, 0, 0)["option"]] == ["甲", "y", "z", "丁"]


def test_new_sections_of_both_are_there():
    merged, _ = merge(
        BASE,
        after(lambda d: d["section"].append(section("我的", question("m")))),
        after(lambda d: d["section"].append(section("他们的", question("t")))),
    )
    assert {each["title"] for each in merged["section"]} == {"一", "二", "我的", "他们的"}


def test_a_question_changed_in_a_section_that_was_removed_is_not_lost():
    mine = after(lambda d: asked(d, 1, 0).update(text="改过"))
    merged, _ = merge(BASE, mine, after(lambda d: d["section"].pop()))
    assert "c" in [each["key"] for part in merged["section"] for each in part["question"]]


changes = st.lists(st.sampled_from([ask_a_anew, hint_at_a, add_d, turn_round]), unique=True)


@given(mine=changes)
def test_merged_with_who_did_nothing_it_is_what_i_did(mine):
    assert merge(BASE, after(*mine), BASE) == (after(*mine), [])
    assert merge(BASE, BASE, after(*mine)) == (after(*mine), [])
    assert merge(BASE, after(*mine), after(*mine)) == (after(*mine), [])
