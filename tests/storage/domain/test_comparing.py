"""Two definitions laid over each other: what a person would say is different."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.comparing import compare
from storage.domain.survey import read
from storage.domain.unfolded import folded, unfolded
from storage.templates import templates


def definition(*sections, **more):
    return {"key": "s", "title": "问卷", "purpose": "想听听", "section": list(sections), **more}


def section(title, *questions, **more):
    return {"title": title, "question": list(questions), **more}


def question(key, **more):
    return {"key": key, "kind": "text", "title": f"题{key}", "text": f"问{key}", **more}


BASE = definition(section("一", question("a"), question("b")), section("二", question("c")))


def told(change):
    """(how, what, key, field) of what changed when `change` was done to BASE."""
    new = deepcopy(BASE)
    change(new)
    return [(each.how, each.what, each.key, each.field) for each in compare(BASE, new)]


def test_the_same_is_no_change():
    assert compare(BASE, deepcopy(BASE)) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda d: d.update(target=80), [("changed", "survey", "", "target")]),
        (lambda d: d["section"][0].update(title="新"), [("changed", "section", "1", "title")]),
        (lambda d: d["section"].reverse(), [("moved", "section", "2", "")]),
        (
            lambda d: d["section"][0]["question"].append(question("d")),
            [("added", "question", "d", "")],
        ),
        (lambda d: d["section"][0]["question"].pop(0), [("removed", "question", "a", "")]),
        (lambda d: d["section"][0]["question"].reverse(), [("moved", "question", "b", "")]),
        (
            lambda d: d["section"][0]["question"][0].update(text="换个问法", required=True),
            [("changed", "question", "a", "text"), ("changed", "question", "a", "required")],
        ),
        (
            lambda d: d["section"][0]["question"][0].update({"in": {"en": {"text": "Ask a"}}}),
            [("changed", "question", "a", "in.en.text")],
        ),
        (
            lambda d: d["section"].append(section("三", question("e"))),
            [("added", "section", "+3", ""), ("added", "question", "e", "")],
        ),
        (
            lambda d: d["section"].pop(),
            [("removed", "section", "2", ""), ("removed", "question", "c", "")],
        ),
        (
            lambda d: d["section"][1]["question"].append(d["section"][0]["question"].pop()),
            [("moved", "question", "b", "")],
        ),
        (
            lambda d: d.update(schemes={"own": {"title": "自己的"}}),
            [("added", "schemes", "own", "")],
        ),
    ],
)
def test_each_sort_of_change_is_told_as_what_it_is(change, expected):
    assert sorted(told(change)) == sorted(expected)


def test_a_change_has_the_old_and_the_new():
    new = deepcopy(BASE)
    new["section"][0]["question"][0]["text"] = "换个问法"
    (change,) = compare(BASE, new)
    assert (change.name, change.old, change.new) == ("题a", "问a", "换个问法")


@pytest.mark.parametrize("template", templates(), ids=lambda each: each.name)
def test_what_is_unfolded_can_be_folded_again(template):
    written = read(template.source)
    assert folded(unfolded(written)) == written


keys = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=6, unique=True)


@given(old=keys, new=keys)
def test_added_and_removed_are_just_the_keys_that_differ(old, new):
    changes = compare(*(definition(section("", *map(question, each))) for each in (old, new)))
    found = {
        how: {c.key for c in changes if c.how == how and c.what == "question"} for how in ("added", "removed")
    }
    assert found == {"added": set(new) - set(old), "removed": set(old) - set(new)}
    assert (not [c for c in changes if c.what == "question"]) == (old == new)
