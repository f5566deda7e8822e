"""Several things on one scale, asked one after another as a short run: each `row` becomes a question of kind
scale when the definition is read (`storage.domain.expanding`)."""

from storage.domain.questions.scale import check, defaults, label, options, pick, picker, reads, score
from storage.domain.questions.scale import uses as _uses

__all__ = ["check", "defaults", "label", "options", "pick", "picker", "reads", "score", "uses"]

uses = _uses | {"row"}
