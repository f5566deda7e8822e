"""How easy it was to get something done (customer effort score): one level, the hardest first."""

from collections.abc import Mapping
from typing import Any

from storage.domain.questions.scale import check, label, options, pick, picker, reads, score, uses

__all__ = ["check", "defaults", "label", "options", "pick", "picker", "reads", "score", "uses"]

defaults: Mapping[str, Any] = {"weight": 1.0, "scheme": "effort7"}
