"""What is kept of a talk comes back as it was, and what is damaged leaves nobody stuck."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.draft import FACTS, Draft
from bot.conversation.guess import Guess
from bot.conversation.talk import LIFE, Talk, load

texts = st.text()
numbers = st.integers(0, 10**9)
values = st.one_of(texts, st.booleans(), st.lists(texts))
drafts = st.builds(Draft, texts, *[st.none() | texts for _ in FACTS])
guesses = st.builds(Guess, values, texts, texts, st.lists(texts).map(tuple))
talks = st.builds(
    Talk,
    state=st.sampled_from(LIFE.states),
    consent=texts,
    version_id=numbers,
    at=numbers,
    about=numbers,
    scores=st.dictionaries(texts, st.none() | st.floats(0, 100)),
    guess=st.none() | guesses,
    values=st.dictionaries(texts, values),
    words=st.dictionaries(texts, texts),
    full=st.lists(numbers).map(tuple),
    seed=numbers,
    nameless=st.booleans(),
    ahead=st.dictionaries(texts, guesses),
    done=st.lists(numbers).map(tuple),
    draft=st.none() | drafts,
    fact=st.sampled_from(("", *FACTS)),
    cases=numbers,
    tries=numbers,
    start=texts,
    album=texts,
    when=texts,
    reminded=numbers,
    invitation=numbers,
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
)


@given(talks)
def test_a_talk_comes_back_as_it_was(talk: Talk) -> None:
    assert load(talk.dump()) == talk
    assert talk.dump().encode()


def test_a_new_talk_takes_no_room() -> None:
    assert Talk().dump() == "{}"
    assert load("{}") == Talk()


@given(texts | anything.map(json.dumps))
def test_what_is_no_talk_begins_anew(text: str) -> None:
    assert load(text).state in LIFE.states


@given(st.sampled_from(Talk._fields), anything)
def test_a_damaged_field_begins_anew(name: str, value: object) -> None:
    found = load(json.dumps({"state": "asking", "version_id": 7, name: value}))
    assert found == Talk() or load(found.dump()) == found


DAMAGED = """
{
null
{"state":"lost"}
{"state":["asking"]}
{"at":-1}
{"tries":true}
{"draft":{}}
{"draft":{"story":"x","colour":"red"}}
{"guess":[1]}
{"done":3}
{"scores":{"a":"b"}}
{"ahead":{"a":[1]}}
""".splitlines()


@pytest.mark.parametrize("damaged", [*DAMAGED, "[" * 100_000])
def test_damage_of_every_kind_begins_anew(damaged: str) -> None:
    assert load(damaged) == Talk()


def test_what_a_later_version_added_is_passed_over() -> None:
    assert load('{"state":"menu","consent":"1","mood":"good"}') == Talk(state="menu", consent="1")


@pytest.mark.parametrize(
    ("talk", "remembered"),
    [
        (Talk(state="asking", consent="1", version_id=7, scores={"quality": 75.0}), True),
        (Talk(state="summary", consent="1", draft=Draft("沙发腿断了")), False),
        (Talk(state="confirming", consent="1", version_id=7, guess=Guess("2", "都坏了")), False),
    ],
)
def test_where_many_stand_is_remembered_and_no_words_of_a_customer(talk: Talk, remembered: bool) -> None:
    kept = talk.dump()
    first, again = load(kept), load(kept)
    assert (first, first is again) == (talk, remembered)
