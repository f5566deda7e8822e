"""The policies that ship."""

import tomllib
from pathlib import Path

import pytest

from storage import definitions
from storage.domain import policy
from storage.domain.escalation import ROLES
from storage.domain.limit import EVENTS
from storage.domain.problems import Invalid

KNOWN = definitions.policies_known()


@pytest.mark.parametrize("key", KNOWN)
def test_every_policy_can_be_read_and_is_called_by_its_key(key: str) -> None:
    assert definitions.policy(key).key == key


@pytest.mark.parametrize("key", [key for key in KNOWN if key != "standard"])
def test_every_limit_that_a_preset_adds_cites_its_source_in_each_language(key: str) -> None:
    own = tomllib.loads((definitions.DATA / "policies" / f"{key}.toml").read_text("utf-8"))["limits"]
    for kind in own:
        source = definitions.policy(key).limits[kind].source
        told = {definitions.citation(source, language) for language in definitions.languages()}
        assert len(told) == len(definitions.languages()), kind


def test_what_can_happen_is_in_the_docs() -> None:
    told = (Path(__file__).parents[2] / "docs" / "deadlines.md").read_text("utf-8")
    assert [event for event in EVENTS if f"`{event}` " not in told] == []
    assert [key for key in KNOWN if f"| `{key}` |" not in told] == []
    assert [role for role in ROLES if f"{role} " not in told] == []


def test_a_source_in_the_organisation_s_own_words() -> None:
    assert definitions.citation("QP-19 第 4 条") == "QP-19 第 4 条"


def test_what_a_preset_does_not_say_is_as_its_base_has_it() -> None:
    base, factory = definitions.policy("standard"), definitions.policy("factory")
    assert factory.retention == base.retention
    assert factory.limits["request"].days == base.limits["request"].days
    assert (factory.limits["answer"].days, factory.limits["answer"].clock_hours) == (None, 24)


def test_the_standard_is_read_as_before() -> None:
    limits = definitions.policy("standard").limits
    assert {kind: (limit.hours, limit.days) for kind, limit in limits.items()} == {
        "acknowledge": (0, None),
        "answer": (0, 2),
        "close": (0, 10),
        "request": (0, 15),
    }


def written(**change: object) -> dict[str, object]:
    told = definitions._read("policies", "standard")
    return {**told, **change, "limits": {**told["limits"], **change.get("limits", {})}}


def test_an_override_says_only_what_is_different() -> None:
    answer = {"days": 2, "source": "QP-19", "soon": {"hours": 3}}
    override = {"severity": ["critical"], "limits": {"answer": {"hours": 4}}}
    read = (
        policy.parse(written(limits={"answer": answer}, override=[override])).of("critical").limits["answer"]
    )
    assert (read.hours, read.days, read.source, read.soon.hours) == (4, None, "QP-19", 3)
    assert read.since == ("received", "refused", "reopened")


@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        ({"limits": {"answer": {"hours": 1, "clock_hours": 2}}}, "limits.answer.hours", "hours_or_days"),
        ({"limits": {"report": {"days": 3}}}, "limits.report.until", "missing"),
        ({"limits": {"report": {"days": 3, "until": "reportet"}}}, "limits.report.until", "unknown_key"),
        (
            {"limits": {"report": {"days": 3, "until": "reported", "since": ["recieved"]}}},
            "limits.report.since",
            "unknown_key",
        ),
        (
            {"limits": {"answer": {"days": 3, "soon": {"share": 25}}}},
            "limits.answer.soon.share",
            "out_of_range",
        ),
        ({"escalation": [{"role": "boss", "hours": 1}]}, "escalation.1.role", "unknown_key"),
        ({"escalation": {"role": "owner"}}, "escalation", "not_tables"),
        (
            {"override": [{"limits": {"answer": {"houres": 1}}}]},
            "override.1.limits.answer.houres",
            "unknown_key",
        ),
        ({"override": [{"limits": {"anwser": {"hours": 1}}}]}, "override.1.limits.anwser.until", "missing"),
        ({"soon": {"percent": 3}}, "soon.percent", "unknown_key"),
    ],
)
def test_a_limit_with_an_error(change: dict[str, object], where: str, code: str) -> None:
    with pytest.raises(Invalid) as error:
        policy.parse(written(**change))
    assert {problem.where: problem.code for problem in error.value.problems} == {where: code}
    assert all(problem.why(definitions.texts()) for problem in error.value.problems)
