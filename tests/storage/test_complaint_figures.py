"""The statistics of complaints: counted from rows as from each complaint by itself, and kept by month."""

import math
import random
from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select

from storage import complaint_months, complaints, db, definitions, events, merging
from storage.complaint_months import finding, reading
from storage.domain.complaint_figures import STEPS, TIMED, total
from storage.domain.deadline import deadlines
from storage.domain.running import Event
from storage.domain.working_time import working
from storage.queries.complaint_columns import Selection
from storage.queries.complaint_figures import count
from storage.queries.complaint_law import Law, in_force
from storage.queries.filters import Filters, Period, month_of
from storage.queries.matters import by_month, tally
from storage.tables import complaint_months as kept
from storage.tables import complaints as table
from storage.tables import customers, matters
from tests.storage.conftest import NOW

ZONE = ZoneInfo("Asia/Shanghai")
SPANS = [month_of(NOW, "Asia/Shanghai", back) for back in range(6, -1, -1)]
WORDS = {"pause": "paused", "resume": "resumed", "reopen": "reopened", "close": "closed", "refer": "referred"}


def law(key="factory"):
    """By the clock for the first answer, in working time for the rest; the critical ones sooner."""
    return Law(definitions.policy(key), definitions.calendar(), {})


class Life:
    """One complaint as it may go: its row, and what happened to it."""

    def __init__(self, draw, number):
        self.draw, self.at = draw, SPANS[0].start + timedelta(hours=draw.random() * 24 * 200)
        self.row = {
            "number": f"T{number}",
            "story": "外壳裂了",
            "channel": draw.choice(("webchat", "email")),
            "segment": draw.choice(("", "经销商")),
            "kind": draw.choice(("complaint", "complaint", "praise")),
            "severity": draw.choice(("", "minor", "critical")),
            "department": draw.choice(("", "质量部", "物流部")),
            "product": draw.choice(("", "台灯", "书桌")),
            "preview": draw.random() < 0.05,
            "recurrent": draw.choice((None, None, True, False)),
            "cost": draw.choice((None, 0, 1250)),
            "stayed": draw.choice((None, None, True, False)),
            "handling": draw.choice((None, 1, 5)),
            "received_at": self.at,
            "state": "received",
        }
        self.history = []
        self.go()

    def later(self, hours=60):
        self.at += timedelta(hours=self.draw.random() ** 2 * hours)
        return self.at < NOW

    def go(self):
        if self.draw.random() < 0.1 or not self.later(1):
            return
        self.row |= {"state": "acknowledged", "acknowledged_at": self.at}
        if self.draw.random() < 0.4 and self.later():
            self.history.append(Event(self.at, "pause"))
            if self.draw.random() < 0.8 and self.later(300):
                self.history.append(Event(self.at, "resume"))
        if self.draw.random() < 0.1:
            self.end("referred", {"referred_to": "court"}, "refer")
        elif self.answered() and self.draw.random() < 0.8 and self.closed() and self.draw.random() < 0.3:
            self.reopened()

    def answered(self):
        if self.draw.random() < 0.15 or not self.later():
            return False
        self.row |= {"state": "answered", "answered_at": self.at}
        self.row.setdefault("first_answered_at", self.at)
        return True

    def closed(self):
        return self.end("closed", {"closed_at": self.at}, "close")

    def end(self, state, changed, trigger):
        if not self.later(200):
            return False
        self.row |= {"state": state, **({"closed_at": self.at} if "closed_at" in changed else changed)}
        self.history.append(Event(self.at, trigger))
        return True

    def reopened(self):
        if self.later(200):
            self.row |= {"state": "investigating", "closed_at": None}
            self.history.append(Event(self.at, "reopen"))
            if self.answered() and self.draw.random() < 0.7:
                self.closed()


@pytest.fixture
def lives(engine):
    draw = random.Random(7)
    made = [Life(draw, number) for number in range(200)]
    with db.writing(engine) as session:
        people = list(
            session.scalars(
                insert(customers).returning(customers.c.id), [{"created_at": NOW} for _ in range(30)]
            )
        )
        for life in made:
            life.row["customer_id"] = draw.choice((None, *people))
            life.key = session.scalar(insert(table).values(life.row).returning(table.c.id))
            life.about = draw.sample(("quality", "delivery", "price"), draw.choice((0, 1, 1, 2)))
            told = [
                {"subject": "complaint", "subject_id": life.key, "category": each, "polarity": -0.9}
                for each in life.about
            ]
            if told:
                session.execute(insert(matters), told)
            done = [events.event(at, "complaint", life.key, what, "staff") for at, what in life.history]
            events.append(session, done)
    return made


def expected(lives, wanted, span, law):
    """The same, one by one."""
    found, times, by = Counter(), {kind: Counter() for kind in TIMED}, Counter()
    ours = [life for life in lives if fits(life, wanted) and span.start <= life.row["received_at"] < span.end]
    for life in ours:
        row = life.row
        found["received"] += 1
        found["open"] += row["state"] not in ("closed", "withdrawn", "merged")
        found["reopened"] += any(each.what == "reopen" for each in life.history)
        found["referred"] += bool(row.get("referred_to"))
        found["repeated"] += row["recurrent"] is True or again(life, lives, law)
        found["cost"] += row["cost"] or 0
        found["costed"] += row["cost"] is not None
        found["handling"] += row["handling"] or 0
        found["asked"] += row["stayed"] is not None
        found["stayed"] += row["stayed"] is True
        by.update(life.about or [""])
        judge(life, law, found, times)
    return found, times, by


def fits(life, wanted):
    told = {
        name: life.row[name] for name in ("kind", "department", "severity", "product", "channel", "segment")
    }
    asked = {name: getattr(wanted, name) for name in told}
    about = wanted.category is None or wanted.category in (life.about or [""])
    return about and not life.row["preview"] and all(v in (None, told[k]) for k, v in asked.items())


def again(life, lives, law):
    """Whether the same customer had complained of the same product not long before."""

    def same(other):
        alike = all(other.row[name] == life.row[name] for name in ("customer_id", "product", "kind"))
        at, before = life.row["received_at"], other.row["received_at"]
        return (
            alike
            and not other.row["preview"]
            and timedelta(0) <= at - before <= timedelta(law.policy.repeated)
        )

    return bool(life.row["customer_id"] and life.row["product"]) and any(
        same(other) for other in lives if other is not life
    )


def judge(life, law, found, times):
    row = life.row
    done = {
        "acknowledge": row.get("acknowledged_at"),
        "answer": row.get("first_answered_at"),
        "close": row["closed_at"] if row["state"] == "closed" else None,
    }
    word = {"acknowledge": "acknowledged", "answer": "answered", "close": "closed"}
    for kind, at in done.items():
        history = [Event(row["received_at"], "received")]
        history += [Event(each.at, WORDS[each.what]) for each in life.history]
        if at is not None:
            history = [each for each in history if each.at <= at and each.what != word[kind]]
            history.append(Event(at, word[kind]))
        now = at or NOW
        customer = OWN.get(row["customer_id"], "")
        told = deadlines(law.policy, law.calendar, history, now, severity=row["severity"], customer=customer)
        mine = next((each for each in told if each.kind == kind), None)
        if mine is None or not (mine.met_at or mine.late):
            continue
        found[f"{kind}_judged"] += 1
        found[f"{kind}_on_time"] += not mine.late
        if at is not None:
            took = at - row["received_at"]
            if kind != "answer":
                took = working(law.calendar, row["received_at"], at)
            times[kind][math.floor(STEPS * math.log2(1 + took.total_seconds() / 60))] += 1


@pytest.mark.parametrize(
    "wanted",
    [
        Selection(),
        Selection("complaint"),
        Selection("praise", category="quality"),
        Selection(category="", department="质量部"),
        Selection("complaint", product="台灯", severity="critical", channel="email", segment=""),
        Selection("inquiry"),
    ],
    ids=repr,
)
def test_what_is_counted_at_once_is_what_each_complaint_says(wanted, lives, engine):
    by_law = law()
    with db.reading(engine) as session:
        found = count(session, wanted, SPANS, by_law, NOW)
    for span, each in zip(SPANS, found, strict=True):
        counts, times, about = expected(lives, wanted, span, by_law)
        assert {name: each[name] for name in counts} == counts
        assert {kind: dict(each.times.get(kind, {})) for kind in TIMED} == times
        assert each.by.get("category", {}) == about
        assert sum(each.by.get("product", {}).values()) == each["received"]


def keep_all(engine, now):
    """As the worker does it, until nothing is left to do; how many rounds that took."""
    for rounds in range(1, 50):
        found = complaint_months.find(engine, {}, now)
        with db.writing(engine) as session:
            complaint_months.keep(session, [found])
        if not found.more:
            return rounds
    raise AssertionError("it never ends")


@pytest.fixture
def at_once(monkeypatch):
    """Nobody else is writing: what happened before the round does not count as if it had happened after."""
    monkeypatch.setattr(finding, "MARGIN", 0)


def both(engine, wanted, now=NOW, spans=SPANS):
    """(with what is kept, counted)"""
    with db.reading(engine) as session:
        by_law = in_force(session)
        return complaint_months.figures(session, wanted, spans, by_law, now), count(
            session, wanted, spans, by_law, now
        )


ASKED = [
    Selection(),
    Selection("complaint"),
    Selection(department="质量部"),
    Selection("praise", category=""),
    Selection("complaint", product="台灯"),
]


def test_what_is_kept_by_month_says_the_same(lives, engine, at_once, monkeypatch):
    keep_all(engine, NOW)
    counted = []
    monkeypatch.setattr(reading, "count", lambda *given: counted.append(given[2]) or count(*given))
    for wanted in ASKED:
        with_kept, direct = both(engine, wanted)
        assert with_kept == direct
        assert total(with_kept)["received"] > 0
    # the month that is not over alone, but for products, which are not kept
    assert counted == [SPANS[-1:]] * 4 + [SPANS]


def test_a_span_that_is_no_month_is_counted(lives, engine, at_once):
    keep_all(engine, NOW)
    odd = [Period(SPANS[0].start + timedelta(days=3), SPANS[0].end), *SPANS[1:3]]
    with_kept, direct = both(engine, Selection("complaint"), spans=odd)
    assert with_kept == direct


def test_a_month_to_which_something_has_happened_is_counted_anew_and_kept_again(
    lives, engine, at_once, staff
):
    keep_all(engine, NOW)
    one = next(
        each
        for each in lives
        if each.row["state"] == "acknowledged"
        and each.row["received_at"] < SPANS[-1].start
        and not each.row["preview"]
    )
    with db.writing(engine) as session:
        complaints.assign(session, one.key, staff, "售后部", staff, NOW)
    with_kept, direct = both(engine, Selection())
    assert with_kept == direct
    assert total(with_kept).by["department"]["售后部"] == 1
    assert keep_all(engine, NOW) == 2  # it goes, and is kept again
    assert both(engine, Selection())[0] == direct


def test_what_falls_due_meanwhile_is_counted_anew(lives, engine, at_once):
    keep_all(engine, NOW)
    later = NOW + timedelta(days=20)
    with_kept, direct = both(engine, Selection(), later, SPANS[:-1])
    assert with_kept == direct
    now = total(both(engine, Selection(), NOW, SPANS[:-1])[1])
    assert total(direct)["close_judged"] > now["close_judged"]


def test_another_law_has_all_counted_anew(lives, engine, at_once, monkeypatch):
    keep_all(engine, NOW)
    factory = definitions.policy("factory")
    monkeypatch.setattr(definitions, "policy", lambda: factory)
    with_kept, direct = both(engine, Selection())
    assert with_kept == direct
    assert keep_all(engine, NOW) > len(SPANS) - 1
    assert both(engine, Selection())[0] == direct


OWN = {}
"""Which customers have limits of their own, by their id."""

OWN_LIMITS = """
key = "own"
title = "own"
base = "factory"
[[override]]
customer = ["远航汽车", "青山重工"]
[override.limits.acknowledge]
hours = 0.1
[override.limits.answer]
clock_hours = 300
[[override]]
customer = ["远航汽车"]
severity = ["critical"]
[override.limits.close]
hours = 8
"""


def test_customers_with_limits_of_their_own_are_judged_by_them(lives, engine, at_once, monkeypatch):
    definitions.rule("policy", OWN_LIMITS)
    own = Law(definitions.policy(), definitions.calendar(), {})
    names = ["远航汽车", "青山重工", "别家"] * 6
    with db.writing(engine) as session:
        keys = sorted(session.scalars(select(customers.c.id)))[: len(names)]
        for key, name in zip(keys, names, strict=True):
            session.execute(customers.update().where(customers.c.id == key).values(name=name))
    monkeypatch.setitem(globals(), "OWN", dict(zip(keys, names, strict=True)))
    keep_all(engine, NOW)
    with_kept, direct = both(engine, Selection())
    assert with_kept == direct
    usual = [expected(lives, Selection(), span, law())[0] for span in SPANS]
    assert usual != [expected(lives, Selection(), span, own)[0] for span in SPANS]
    for span, each in zip(SPANS, direct, strict=True):
        counts, *_ = expected(lives, Selection(), span, own)
        assert {name: each[name] for name in counts} == counts
    with db.writing(engine) as session:
        session.execute(customers.update().where(customers.c.name == "青山重工").values(name="改了名"))
    with_kept, again = both(engine, Selection())
    assert with_kept == again != direct


def test_who_turns_out_to_be_a_customer_is_counted_as_that_customer(lives, engine, at_once):
    definitions.rule("policy", OWN_LIMITS)
    stranger, known = sorted({each.row["customer_id"] or 0 for each in lives} - {0})[:2]
    with db.writing(engine) as session:
        session.execute(customers.update().where(customers.c.id == known).values(name="远航汽车"))
    keep_all(engine, NOW)
    before, _ = both(engine, Selection())
    with db.writing(engine) as session:
        assert merging.merge(session, stranger, known) == known
    with_kept, direct = both(engine, Selection())
    assert with_kept == direct != before


def test_what_is_erased_is_kept_no_more_nor_by_whom_was_counting(lives, engine, at_once):
    keep_all(engine, NOW)
    one = next(each for each in lives if SPANS[2].start <= each.row["received_at"] < SPANS[2].end)
    first = SPANS[2].start.astimezone(ZONE).date()
    with db.writing(engine) as session:
        session.execute(kept.delete().where(kept.c.month == first))
    meanwhile = complaint_months.find(engine, {}, NOW)
    assert meanwhile.rows
    with db.writing(engine) as session:
        complaint_months.forget(session, [one.key])
        complaint_months.keep(session, [meanwhile])
        assert not session.scalars(select(kept.c.id).where(kept.c.month == first)).all()


def test_what_was_counted_is_remembered_until_something_happens(lives, engine, at_once, staff, monkeypatch):
    keep_all(engine, NOW)
    counted = []
    monkeypatch.setattr(reading, "count", lambda *given: counted.append(given[2]) or count(*given))

    def same(times):
        with_kept, direct = both(engine, Selection())
        assert with_kept == direct
        assert len(counted) == times

    here = [each for each in lives if each.row["received_at"] >= SPANS[-1].start and not each.row["preview"]]
    one = next(each for each in here if each.row["state"] == "acknowledged")
    same(1)
    same(1)
    with db.writing(engine) as session:
        complaints.assign(session, one.key, staff, "售后部", staff, NOW)
    same(2)
    same(2)
    about, of_it = matters.c, matters.c.subject_id == one.key
    with db.writing(engine) as session:  # read anew: the numbers of the last rows are given again
        session.execute(matters.delete().where(of_it))
        session.execute(insert(matters), [of(one.key, "promise")])
    same(3)
    with db.writing(engine) as session:
        session.execute(matters.update().where(of_it).values(category="installation"))
    same(4)
    with db.writing(engine) as session:
        complaint_months.forget(session, [one.key])
        assert session.scalars(select(about.category).where(of_it)).all() == ["installation"]
    same(5)
    with db.reading(engine) as earlier:  # sees what was, whoever has counted anew meanwhile
        assert earlier.scalars(select(about.category).where(of_it)).all() == ["installation"]
        with db.writing(engine) as session:
            session.execute(matters.update().where(of_it).values(category="price"))
        same(6)
        wanted, by_law = Selection(), in_force(earlier)
        told = complaint_months.figures(earlier, wanted, SPANS, by_law, NOW)
        assert told == count(earlier, wanted, SPANS, by_law, NOW)
        assert "installation" in told[-1].by["category"]
    same(8)


def of(key, category):
    return {"subject": "complaint", "subject_id": key, "category": category, "polarity": -0.9}


def test_what_complaints_speak_of_is_remembered_as_long_as_it_is_so(lives, engine, at_once):
    keep_all(engine, NOW)
    wanted = Filters(Period(SPANS[2].start, SPANS[-1].end))

    def same():
        with db.writing(engine) as session:  # where nothing is remembered
            direct = (tally(session, wanted), by_month(session, wanted, ZONE.key, ["price", "promise"]))
        for _ in range(2):
            with db.reading(engine) as session:
                told = (tally(session, wanted), by_month(session, wanted, ZONE.key, ["price", "promise"]))
            assert told == direct
        return {row.category: row.n for row in direct[0]}

    before = same()
    one = next(
        each for each in lives if SPANS[3].start <= each.row["received_at"] and not each.row["preview"]
    )
    with db.writing(engine) as session:
        session.execute(insert(matters), [of(one.key, "promise")])
    assert same() == {**before, "promise": 1}


def test_without_complaints_there_is_nothing_to_keep(engine):
    assert keep_all(engine, NOW) == 1
    with_kept, direct = both(engine, Selection())
    assert with_kept == direct
    assert total(direct)["received"] == 0
