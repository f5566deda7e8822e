"""What is wrong with a definition (survey, levels, policy, calendar), told so that its writer can mend it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from storage.domain.locale import Texts


@dataclass(frozen=True, slots=True)
class Problem:
    """`where` is the dotted path in the definition, lists counted from 1: `section.1.question.3.scheme`.

    `code` names the sentence in the locale's section `survey_problem`, `params` fill it in.
    """

    where: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    def why(self, texts: Texts) -> str:
        """The reason and what to do next, as a sentence."""
        told = dict(self.params)
        if guess := told.get("guess"):
            told["guess"] = texts("survey_problem.guess", guess=guess)
        return texts(f"survey_problem.{self.code}", **told)


class Invalid(ValueError):
    """A definition was refused; `problems` has all that is wrong, never empty."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(f"{p.where}: {p.code} {dict(p.params)}" for p in self.problems))
