"""What happened at the demo organisation: responses made up from `storage/data/demo`, the same each time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a customer and how they lean: high, middle or low."""

    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that are asked about, what the customer replies, and the level that it comes to."""

    words: str
    reply: str
    level: int


@dataclass(frozen=True, slots=True)
class Told:
    """One response: the level (1 to 5) of each item, words beside it, why it was low, the closing words; and
    where the level was in doubt at first."""

    at: datetime
    name: str
    channel: str
    segment: str
    completed: bool
    levels: dict[str, int] = field(default_factory=dict)
    comments: dict[str, Said] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    closing: Said | None = None
    doubts: dict[str, Doubt] = field(default_factory=dict)


def tell(story: Mapping[str, Any], comments: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> list[Told]:
    """All responses up to `now`, oldest first."""
    teller = Teller(story, comments)
    told = [
        teller.one(number, at)
        for number, (first, last) in enumerate(months(now.astimezone(zone), story["months"]))
        for at in teller.moments(number, first, min(last, now))
    ]
    return sorted(told, key=lambda response: response.at)


def months(today: datetime, before: int) -> list[tuple[datetime, datetime]]:
    """(first moment, end) of so many months before this one, and of this one."""
    first = today.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    firsts = [(first + timedelta(days=32)).replace(day=1), first]
    while len(firsts) < before + 2:
        firsts.append((firsts[-1] - timedelta(days=1)).replace(day=1))
    return list(pairwise(reversed(firsts)))


class Teller:
    """Makes it up, from a seed. Each sentence is used once before one comes again."""

    def __init__(self, story: Mapping[str, Any], comments: Mapping[str, Any]) -> None:
        self.story, self.comments = story, comments
        self.random = Random(story["seed"])  # noqa: S311 - a story, not a secret
        self.deck: dict[tuple[str, str], list[str]] = {}

    def moments(self, month: int, first: datetime, last: datetime) -> list[datetime]:
        """When the responses of a month came, from eight in the morning to ten at night."""
        days = (last - first) / timedelta(days=1)
        count = round(self.story["responses"] * self.story["volume"][month] * min(1.0, days / 30))
        picked = [self._moment(first, int(days)) for _ in range(count)]
        return [at for at in picked if at < last - timedelta(minutes=30)]

    def _moment(self, first: datetime, days: int) -> datetime:
        return first + timedelta(days=self.random.randrange(days + 1), hours=self.random.uniform(8, 22))

    def one(self, month: int, at: datetime) -> Told:
        """A response of that month."""
        channel, segment = self._pick("channels"), self._pick("segments")
        completed = self._happens("completed")
        items = list(self.story["items"])[: None if completed else self.random.randint(1, 4)]
        levels = self._levels(month, channel, segment, items)
        names = self.story["names"]
        return Told(
            at=at,
            name=self.random.choice(names["surnames"]) + self.random.choice(names["titles"]),
            channel=channel,
            segment=segment,
            completed=completed,
            levels=levels,
            comments={
                item: self._words(item, tone(levels[item])) for item in items if self._happens("commented")
            },
            reasons={
                item: self._reason(item) for item in items if levels[item] <= 2 and self._happens("reasoned")
            },
            closing=self._closing(levels) if completed else None,
        )

    def _happens(self, share: str) -> bool:
        return self.random.random() < float(self.story[share])

    def _pick(self, kind: str) -> str:
        shares: Mapping[str, Mapping[str, float]] = self.story[kind]
        return self.random.choices(list(shares), [entry["share"] for entry in shares.values()])[0]

    def _levels(self, month: int, channel: str, segment: str, items: list[str]) -> dict[str, int]:
        lean = self.story["channels"][channel]["lean"] + self.story["segments"][segment]["lean"]
        lean += self.random.gauss(0, 0.35)
        return {item: self._level(self.story["items"][item], month, lean) for item in items}

    def _level(self, item: Mapping[str, Any], month: int, lean: float) -> int:
        drawn = self.random.gauss(item["mean"] + item["months"][month] + lean, item["spread"])
        return max(1, min(5, round(drawn)))

    def _words(self, topic: str, how: str) -> Said:
        cards = self.deck.setdefault((topic, how), [])
        if not cards:
            cards += self.random.sample(self.comments[topic][how], len(self.comments[topic][how]))
        return Said(how, cards.pop())

    def _reason(self, item: str) -> str:
        reasons: list[str] = self.comments["reasons"][item]
        return self.random.choice(reasons)

    def _closing(self, levels: Mapping[str, int]) -> Said | None:
        said = self._words("closing", tone(sum(levels.values()) / len(levels)))
        return said if self._happens("closed_with_words") else None


def tone(level: float) -> str:
    """How a customer speaks who gives this level."""
    return "high" if level >= 3.6 else "low" if level < 2.6 else "middle"
