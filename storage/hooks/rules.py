"""The rules of webhooks, as they ship: `storage/data/hooks.toml`."""

import tomllib
from datetime import timedelta
from functools import cache

from storage import definitions
from storage.domain.hook import Kind, Rules


@cache
def rules() -> Rules:
    """As they ship."""
    found = tomllib.loads((definitions.DATA / "hooks.toml").read_text("utf-8"))
    kinds = tuple(
        Kind(
            each["key"],
            each["entity"],
            tuple(each.get("triggers", ())),
            tuple(each.get("targets", ())),
            each.get("told", ""),
        )
        for each in found["kind"]
    )
    return Rules(
        kinds,
        tuple(timedelta(seconds=pause) for pause in found["pauses"]),
        found["seconds"],
        timedelta(hours=found["off_after_hours"]),
        timedelta(days=found["kept_days"]),
        {kind.key: kind for kind in kinds},
    )
