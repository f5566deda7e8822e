"""The exported requirements are the lock's: the same names and versions, all with hashes."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
Pinned = dict[str, str]
EXPORT = "uv export --frozen --no-emit-project --no-header --format requirements-txt [--no-dev] -o"


def packages() -> dict[str, dict]:
    return {package["name"]: package for package in tomllib.loads((ROOT / "uv.lock").read_text())["package"]}


def locked(groups: list[str]) -> Pinned:
    """Name -> version of what the project and these groups of it need, and what that needs."""
    known = packages()
    ours = known["manyi"]
    waiting = [*ours["dependencies"], *(need for name in groups for need in ours["dev-dependencies"][name])]
    found: Pinned = {}
    while waiting:
        need = waiting.pop()
        package = known[need["name"]]
        extras = [more for extra in need.get("extra", []) for more in package["optional-dependencies"][extra]]
        if need["name"] not in found or extras:
            waiting += extras
        if need["name"] not in found:
            waiting += package.get("dependencies", [])
        found[need["name"]] = package["version"]
    return found


def exported(name: str) -> Pinned:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE))


@pytest.mark.parametrize(("name", "groups"), [("requirements.txt", []), ("requirements-dev.txt", ["dev"])])
def test_the_export_is_the_lock(name: str, groups: list[str]) -> None:
    assert exported(name) == locked(groups), f"run: {EXPORT} {name}"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_everything_has_a_hash(name: str) -> None:
    pinned = re.split(r"(?m)^(?=[a-z])", (ROOT / name).read_text())[1:]
    assert pinned
    assert [one.split()[0] for one in pinned if "--hash=sha256:" not in one] == []
