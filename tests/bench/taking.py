"""What a customer of the benchmarks does: consents, answers every question, says a sentence of their own;
some then complain."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from storage import definitions
from storage.surveys import check
from tests.bench.chatter import Chatter
from tests.bench.customer import Customer, Row, Stuck

SURVEY = definitions.DATA / "surveys" / "satisfaction.toml"
QUESTIONS = [question.key for question in check(SURVEY.read_text("utf-8")).questions]
LEVELS = {"5": "非常满意", "4": "满意", "3": "一般", "2": "不满意", "1": "非常不满意"}
ONWARDS = ("agree", "go_on", "cancel", "skip", "yes")
MOST_MESSAGES = 40


@dataclass
class Taker:
    """A customer and what they have to say. `reasons` are those that they gave, by question, and `levels`
    those that they keep to. `complaint` is what they complain of when all is answered, if they do. One who
    `hurries` may type several answers ahead."""

    customer: Customer | Chatter
    text: str
    random: Random
    complaint: str = ""
    hurries: bool = True
    reasons: dict[str, str] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)
    told: bool = False
    submitted: bool = False
    stuck: str = ""

    async def take(self) -> None:
        """From the first page to the thanks; `stuck` says what kept them from it."""
        try:
            await self.customer.arrive()
            while not self.done:
                if len(self.customer.sent) > MOST_MESSAGES:
                    raise Stuck("they were asked on and on")
                await self._answer(self.customer.open)
        except Stuck as stuck:
            self.stuck = str(stuck)

    @property
    def done(self) -> bool:
        """The survey is completed: the menu offers it once more; and the complaint is handed in."""
        return "repeat" in keys(self.customer.open) and self.submitted == bool(self.complaint)

    async def _answer(self, asked: Row) -> None:
        if asked["of"].partition(".")[2] in QUESTIONS:
            await self._to_question(asked)
        elif asked["of"].endswith(".reason"):
            await self._why(asked["of"].split(".")[1])
        elif ".confirm." in asked["of"]:
            await self._confirm(*asked["of"].split(".")[1::2])
        elif self.complaint and asked["of"].partition(".")[0] in ("menu", "story", "summary"):
            await self._complain(asked)
        else:
            await self.customer.picks(next(key for key in ONWARDS if key in keys(asked)))

    async def _confirm(self, question: str, value: str) -> None:
        """Who answers twice, being asked twice, is misread at the next question: they did not mean it."""
        await self.customer.picks("yes" if self.levels.get(question) == value else "no")

    async def _complain(self, asked: Row) -> None:
        if asked["of"].startswith("story"):
            await self.customer.says(self.complaint)
        else:
            wanted = next(key for key in ("submit", "complaint") if key in keys(asked))
            self.submitted = wanted == "submit"
            await self.customer.picks(wanted)

    async def _to_question(self, asked: Row) -> None:
        if set(LEVELS) <= set(keys(asked)):
            await self._level(asked)
        elif self.told:  # it was heard as a wish: there is nothing more to say
            await self.customer.picks("skip")
        else:
            self.told = True
            await self.customer.says(self.text)

    async def _level(self, asked: Row) -> None:
        question = asked["of"].partition(".")[2]
        known = question in self.levels
        level = self.levels.setdefault(question, self.random.choice("5544332211"))
        if (
            self.hurries and question == QUESTIONS[0] and not known and self.random.random() < 0.3
        ):  # in a hurry: types ahead
            await self.customer.says(*(self.random.choice("54") for _ in range(self.random.randint(2, 5))))
        elif self.random.random() < 0.5:
            await self.customer.picks(level)
        else:
            await self.customer.says(self.random.choice((level, LEVELS[level])))

    async def _why(self, question: str) -> None:
        told = f"{question} 这一项，这个月第 {self.random.randint(1, 30)} 次让我失望了"
        self.reasons.setdefault(question, told)
        await self.customer.says(self.reasons[question])


def keys(asked: Row) -> list[str]:
    """The keys of what can be picked."""
    return [choice[0] for choice in asked.get("choices", ())]


def given(texts: Path) -> list[str]:
    """The sentences of a file: the column `text` of a CSV, else the lines that are not empty."""
    if texts.suffix == ".csv":
        with texts.open(encoding="utf-8-sig", newline="") as file:
            return [row["text"] for row in csv.DictReader(file) if row["text"].strip()]
    return [line for line in texts.read_text("utf-8").splitlines() if line.strip()]


def own() -> Iterator[str]:
    """Sentences without end, each another: what the demo's customers write, numbered."""
    found = tomllib.loads((definitions.DATA / "demo" / "comments.toml").read_text("utf-8"))
    sentences = [
        text for item in found.values() if isinstance(item.get("high"), list) for text in item["high"]
    ]
    number = 0
    while True:
        yield f"{sentences[number % len(sentences)]}（{number}）"
        number += 1
