"""The search: finds every piece of a text that somebody may type, and nothing that staff may not see."""

import json
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, func, insert, select, text, update
from sqlalchemy.orm import Session

from storage import (
    complaints,
    concealing,
    conversations,
    db,
    erasing,
    files,
    jobs,
    messages,
    numbers,
    outbox,
    responses,
    search,
    unlinking,
)
from storage.conversations import Conversation
from storage.migrations.versions import r0007_search, r0011_staffs_door, r0014_customers
from storage.queries.filters import Period
from storage.search import compacting, finding, keeping, pending
from storage.search.folding import fold, placed
from storage.search.grams import grams, sought
from storage.search.matching import matches, snippet
from storage.search.selects import FACTS
from storage.search.sources import SOURCES
from storage.tables import metadata
from tests.databases import ON_POSTGRESQL, ON_SQLITE
from tests.seeds import some_seed
from tests.storage import rows
from tests.storage.conftest import NOW
from tests.storage.test_settled import settle

Says = Callable[..., None]

FOUND = [
    # two characters, one, more; at the beginning, in the midst, at the end
    ("收到就坏了，我要退货", "退货", True),
    ("收到就坏了，我要退货", "收到", True),
    ("收到就坏了，我要退货", "货", True),
    ("收到就坏了，我要退货", "坏", True),
    ("收到就坏了，我要退货", "我要退货", True),
    ("收到就坏了，我要退货", "退款", False),
    ("收到就坏了，我要退货", "货退", False),
    ("货", "货", True),
    ("货", "货物", False),
    # either script
    ("我要退貨，發票也沒有", "退货", True),
    ("我要退貨，發票也沒有", "发票", True),
    ("我要退货，发票也没有", "退貨", True),
    ("我要退货，发票也没有", "發票", True),
    ("頭髮裡有頭髮", "头发", True),
    ("皇后", "皇後", True),
    # what stands between
    ("退，货", "退货", True),
    ("退 货", "退货", True),
    ("这件要退\n货", "退货", True),
    ("我要退货、退款", "退货,退款", True),
    ("我要【退货】！！", "退货", True),
    ("我要退货", "退  货", True),
    ("退\u200b货", "退货", True),
    # several words
    ("物流慢，客服态度好", "客服 物流", True),
    ("物流慢，客服态度好", "客服　物流", True),
    ("物流慢，客服态度好", "客服 退货", False),
    # letters and digits
    ("iPhone15手机坏了", "iphone", True),
    ("iPhone15手机坏了", "ＩＰＨＯＮＥ１５", True),
    ("iPhone15手机坏了", "phone", True),
    ("iPhone15手机坏了", "15手机", True),
    ("买的A4纸太薄", "a4纸", True),
    ("The service was not good", "service", True),
    ("The service was not good", "serv", True),
    ("The service was not good", "good service", True),
    ("The service was not good", "goodservice", False),
    ("The service was not good", "eser", False),
    ("Wi-Fi 连不上", "wifi", False),
    ("Wi-Fi 连不上", "wi-fi", True),
    ("Café", "cafe", True),
    # numbers
    ("订单号 SO-2026-000123 还没到", "SO-2026-000123", True),
    ("订单号 SO-2026-000123 还没到", "000123", True),
    ("订单号 SO-2026-000123 还没到", "SO2026", True),
    ("订单号 SO-2026-000123 还没到", "0123", True),
    ("订单号 SO-2026-000123 还没到", "000124", False),
    ("电话 138 0013 8000", "13800138000", True),
    ("电话13800138000", "138-0013-8000", True),
    ("电话13800138000", "8000", True),
    ("电话13800138000", "00", True),
    ("打了9折", "9折", True),
    # pictures
    ("太差了😡退钱", "😡", True),
    ("太差了😡退钱", "太差了😡", True),
    ("太差了👍🏽", "👍", True),
    ("太差了😡", "😊", False),
    ("给五★好评", "★", True),
    # seldom characters
    ("我姓𠮷，住龘街", "𠮷", True),
    ("我姓𠮷，住龘街", "龘街", True),
    ("カタカナとひらがな", "ひらがな", True),
    ("배송이 늦어요", "배송", True),
    # signs that a search may take for its own
    ('他说"马上退"', '"马上退"', True),
    ("退货", "退货*", True),
    ("退货", '"退货"', True),
    ("退货", "^退货", True),
    ("退货 AND 退款", "退货 AND 退款", True),
    ("退货和退款", "退货 AND 退款", False),
    ("退货", "退货 OR 退款", False),
    ("退货", "退货 NOT 退款", False),
    ("退货", "退货 & !退款", False),
    ("打5折，50%", "50%", True),
    ("it's bad", "it's", True),
    ("a\\b坏", "a\\b坏", True),
    ("退货", "words:退货", False),
    ("退货", "退货:*", True),
    ("NEAR(退 货)", "near(退", True),
]


@pytest.fixture
def says(engine: Engine, talk: Conversation) -> Says:
    """The customer says this."""

    def say(*said: str, at: datetime = NOW, **changed: Any) -> None:
        with db.writing(engine) as session:
            there = session.scalar(select(func.count()).select_from(metadata.tables["messages"])) or 0
            new = enumerate(said, start=there + 1)
            heard = [rows.message(talk, f"m{n}", n, at, **{"text": each, **changed}) for n, each in new]
            messages.record(session, heard)

    return say


def index(engine: Engine, now: datetime = NOW) -> int:
    """What the worker does until nothing is left; how many rounds it took."""
    settle(engine)
    for count in range(1, 1000):
        batch = search.next_batch(engine, {}, now)
        with db.writing(engine) as session:
            search.keep(session, [batch])
        if not any(each.more for each, _ in batch.found):
            return count
    raise AssertionError("the index comes to no end")


def found(
    session: Session, typed: str, part: str = "", period: Period | None = None, **more: Any
) -> list[str]:
    wanted = search.Wanted(search.terms(typed), part, period)
    return [hit.snippet.text for hit in search.find(session, wanted, **more).hits]


def finds(engine: Engine, typed: str, part: str = "", period: Period | None = None, **more: Any) -> list[str]:
    """The pieces that are shown."""
    with db.reading(engine) as session:
        return found(session, typed, part, period, **more)


def held(session: Session) -> str:
    """All that the index holds."""
    return str(session.execute(text("select * from search_words")).all())


@pytest.mark.parametrize("indexed", [True, False], ids=["indexed", "fresh"])
def test_what_is_typed_is_found_where_it_stands(engine: Engine, says: Says, indexed: bool) -> None:
    texts = sorted({each for each, _, _ in FOUND})
    says(*texts)
    if indexed:
        index(engine, NOW + timedelta(hours=1))
        with db.reading(engine) as session:
            assert pending.pending(session, "messages", 9).rows == []
    wrong = []
    for said, typed, expected in FOUND:
        pieces = finds(engine, typed, limit=100)
        if any(said.startswith(each[:30]) for each in pieces) != expected:
            wrong.append((said, typed, expected, pieces))
    assert not wrong


CHINESE = st.text(st.sampled_from("退货换客服态度很好不物流慢了的一質量问题發"), min_size=2, max_size=12)
ANY = st.text(st.one_of(st.characters(), st.sampled_from("退货aA1 ,-。\n😡")), max_size=40)


@given(CHINESE, st.data())
def test_every_part_of_a_text_is_made_of_its_pieces(said: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(said) - 2))
    typed = said[first : data.draw(st.integers(first + 2, len(said)))]
    (term,) = search.terms(typed)
    whole, beginnings = sought([term])
    pieces = grams([said])
    assert set(whole) <= set(pieces)
    assert all(any(piece.startswith(each) for piece in pieces) for each in beginnings)
    assert matches([said], [term])
    shown = snippet([said], [term])
    assert any(fold(shown.text[start:end]).startswith(term) for start, end in shown.marks)


@given(ANY, ANY)
def test_whatever_is_typed_either_is_found_by_its_pieces_or_is_refused(said: str, typed: str) -> None:
    assert placed(said).text == fold(said)
    try:
        terms = search.terms(typed)
    except search.Unsearchable:
        return
    whole, beginnings = sought(terms)
    assert whole or beginnings
    assert all(not set(piece) & set(" '\"*\\\x00") for piece in (*whole, *beginnings))
    if matches([said], terms):
        pieces = grams([said])
        assert set(whole) <= set(pieces)
        assert all(any(piece.startswith(each) for piece in pieces) for each in beginnings)
        assert snippet([said], terms).marks


def test_every_part_of_many_texts_finds_all_that_hold_it_and_no_other(engine: Engine, says: Says) -> None:
    seed = some_seed()
    print("seed", seed)
    chance = random.Random(seed)
    texts = ["".join(chance.choices("退换货物流慢快好差ab12", k=chance.randint(2, 14))) for _ in range(120)]
    says(*texts)
    index(engine, NOW + timedelta(hours=1))
    for said in chance.sample(texts, 60):
        first = chance.randrange(len(said) - 1)
        typed = said[first : chance.randint(first + 2, len(said))]
        holding = sorted(each for each in texts if typed in each)
        assert sorted(finds(engine, typed, limit=1000)) == holding, typed


def refused(typed: str) -> str:
    try:
        search.terms(typed)
    except search.Unsearchable as error:
        return error.reason
    return "found"


def test_nothing_to_look_for_is_said_so() -> None:
    told = {
        "": "empty",
        " \t\u3000": "empty",
        "，。": "odd",
        "\x00": "odd",
        '"': "odd",
        "%": "odd",
        "*": "odd",
    }
    told |= {"a": "short", "7 b": "short", "x" * 101: "long", "退" * 10_000: "long", "退 " * 11: "found"}
    told |= {
        "a b c d e f g h i 退 货": "long",
        "货": "found",
        "a 货": "found",
        "😡": "found",
        "\ud800": "odd",
    }
    assert {typed: refused(typed) for typed in told} == told


APART = {
    "物流慢": ["物流", "慢"],
    "我的物流太慢了": ["物流", "太慢"],
    "退貨慢，還貴": ["退貨", "慢", "貴"],
    "iPhone15不亮": ["iPhone15", "不", "亮"],
    # nothing else than what was typed, or nothing that can be looked for
    "物流 慢": [],
    "物流": [],
    "SO-2026-000123": [],
    "Wi-Fi": [],
    "a的b": [],
    "我的": [],
    "，": [],
    "": [],
    "物流快递退货换货客服价格质量包装安装维修发票": [],
}


@pytest.mark.parametrize("typed", APART)
def test_the_words_of_what_was_typed_are_looked_for_as_they_were_typed(typed: str) -> None:
    assert search.apart(typed) == APART[typed]


@given(ANY)
def test_whatever_was_typed_its_words_can_be_looked_for(typed: str) -> None:
    words = search.apart(typed)
    assert all(word in typed for word in words)
    assert not words or len(search.terms(" ".join(words))) > 1


@pytest.mark.parametrize("indexed", [True, False], ids=["indexed", "fresh"])
def test_what_was_said_and_is_an_answer_is_listed_once(
    engine: Engine, talk: Conversation, survey: int, says: Says, indexed: bool
) -> None:
    """The answer, or the words where they came later; what was said twice is listed twice."""
    before, after = NOW - timedelta(days=9), NOW + timedelta(minutes=1)
    says("物流太慢", at=before)
    says("物流太慢", "物流太慢，退货")
    says("因为物流", at=after)
    with db.writing(engine) as session:
        (response,) = responses.begin(session, [rows.begun(survey, talk, NOW)])
        given = {"quality": {"text": "物流太慢"}, "delivery": {"text": "满意", "comment": ""}}
        responses.keep(session, [rows.answer(response, key, 75.0, NOW, **own) for key, own in given.items()])
        why = responses.Reason(response_id=response, question="delivery", text="因为物流")
        responses.reason(session, [why])
    if indexed:
        index(engine, NOW + timedelta(hours=1))
    with db.reading(engine) as session:
        wanted = search.Wanted(search.terms("物流"))
        hits = search.find(session, wanted).hits
        assert [(hit.row.kind, hit.snippet.text) for hit in hits] == [
            ("messages", "因为物流"),
            ("answers", "物流太慢"),
            ("messages", "物流太慢，退货"),
            ("messages", "物流太慢"),
        ]
        pages = [search.find(session, wanted, 1, first) for first in range(5)]
        assert [[hit.row for hit in each.hits] for each in pages] == [*([hit.row] for hit in hits), []]
        assert [each.more for each in pages] == [True, True, True, False, False]
    assert len(finds(engine, "物流", "answers")) == 2
    assert len(finds(engine, "物流", "talks")) == 4


def test_the_newest_come_first_a_page_at_a_time(engine: Engine, says: Says) -> None:
    for number in range(30):
        says(f"第{number:02d}次退货", at=NOW - timedelta(days=(number * 7) % 30))
        if number == 20:
            index(engine)
    shown = [finds(engine, "退货", limit=12, offset=first) for first in (0, 12, 24, 36)]
    order = [f"第{number:02d}次退货" for number in sorted(range(30), key=lambda n: (n * 7) % 30)]
    assert shown == [order[:12], order[12:24], order[24:], []]
    period = Period(NOW - timedelta(days=9), NOW - timedelta(days=4))
    assert finds(engine, "退货", period=period) == order[5:10]


def test_each_kind_of_text_is_found_in_its_part(
    engine: Engine, talk: Conversation, survey: int, staff: int
) -> None:
    lives(engine, talk, survey, staff)
    for now in (NOW, NOW + timedelta(hours=1)):
        for part, texts in LIVED.items():
            assert set(finds(engine, "退货", part, limit=99)) == texts, part
        everything = set().union(*(texts for part, texts in LIVED.items() if part != "bot"))
        assert set(finds(engine, "退货", limit=99)) == everything
        for typed, shown in (("t260304-0001", "T260304-0001"), ("304-00", "T260304-0001"), ("so7", "SO-77")):
            assert finds(engine, typed, "complaints") == [shown]
        assert finds(engine, "换一 烘干机") != [], "words may stand in different lines of a complaint"
        index(engine, now)


LIVED = {
    "answers": {"回答里的退货", "附言里的退货", "原因里的退货"},
    "complaints": {"经过里的退货", "备注里的退货"},
    "talks": {"消息里的退货", "工作人员说退货"},
    "files": {"退货单.pdf"},
    "customers": {"档案里的退货"},
    "bot": {"小助手说退货", "信里问退货吗"},
}


def lives(engine: Engine, talk: Conversation, version: int, staff: int) -> tuple[int, int]:
    """Leaves a text of each kind; the ids of their response and their complaint."""
    with db.writing(engine) as session:
        files.keep(session, talk.id, "退货单.pdf", "application/pdf", b"x", NOW)
        files.keep(session, talk.id, "17.jpg", "image/jpeg", b"x", NOW)
        messages.record(session, [rows.message(talk, "m1", 1, NOW, text="消息里的退货")])
        pressed = {"of": "1.q", "keys": ["退货"]}
        messages.record(session, [rows.message(talk, "m9", 9, NOW, text="退货", choice=pressed)])
        mail = {"text": "您好", "asks": [[1, "q", "信里问退货吗", []]]}
        said = (
            rows.saying(talk, 2, NOW, payload={"text": "小助手说退货"}),
            rows.saying(talk, 3, NOW, payload={"text": "工作人员说退货"}, speaker="staff", user_id=staff),
            rows.saying(talk, 4, NOW, payload=mail),
        )
        outbox.put(session, list(said))
        (response,) = responses.begin(session, [rows.begun(version, talk, NOW)])
        given = {"quality": {"text": "回答里的退货"}, "delivery": {"comment": "附言里的退货"}, "service": {}}
        responses.keep(session, [rows.answer(response, key, 75.0, NOW, **own) for key, own in given.items()])
        why = responses.Reason(response_id=response, question="service", text="原因里的退货")
        responses.reason(session, [why])
        facts = {"story": "经过里的退货", "product": "烘干机", "order_number": "SO-77"}
        (complaint,) = complaints.open_(session, [rows.complaint(talk, **facts)], NOW)
        complaints.note(session, complaint, staff, "备注里的退货", NOW)
        table = metadata.tables["customers"]
        known = update(table).where(table.c.id == talk.customer_id)
        session.execute(known.values(name="老张", note="档案里的退货"))
        return response, complaint


def test_who_is_erased_is_found_no_more_and_gone_from_the_index_in_the_same_transaction(
    engine: Engine, talk: Conversation, survey: int, staff: int
) -> None:
    with db.writing(engine) as session:
        (other,) = conversations.load(session, [("webchat", "b")], NOW).values()
        messages.record(session, [rows.message(other, "m1", 1, NOW, text="别人也要退货")])
    lives(engine, talk, survey, staff)
    index(engine)
    with db.writing(engine) as session:
        assert "退货" in held(session)
        assert found(session, "退货单")
        erasing.erase(session, talk.customer_id, NOW)
        assert found(session, "退货", limit=99) == ["别人也要退货"]
        assert found(session, "退货", "bot") == []
        (own,) = session.execute(text("select * from search_words")).all()
        assert "别人" in str(own)
    index(engine)
    with db.reading(engine) as session:
        left = set(session.execute(text("select words from search_words")).scalars())
        assert len(left) == 2, "what another said, and the number of the complaint"
        assert [each for each in left if "货" in each and "别人" not in each] == []


WATCHED = {
    **r0007_search.WATCHED,
    "complaints": (*r0007_search.WATCHED["complaints"], *r0011_staffs_door.SEARCHED),
    "customers": r0014_customers.SEARCHED,
}


@pytest.mark.parametrize("kind", SOURCES)
def test_whatever_is_changed_of_what_is_searched_leaves_the_index_at_once(
    engine: Engine, talk: Conversation, survey: int, staff: int, kind: str
) -> None:
    """Whoever changes it, and however: also after a migration that has made the table anew."""
    table = metadata.tables[kind]
    lives(engine, talk, survey, staff)
    own = metadata.tables["search"].c
    for name in WATCHED[kind]:
        index(engine)
        with db.writing(engine) as session:
            before = session.scalars(select(own.row_id).where(own.kind == kind)).all()
            assert before
            session.execute(update(table).where(table.c.id == before[0]).values({name: table.c[name]}))
            assert session.scalars(select(own.row_id).where(own.kind == kind)).all() == before[1:], name
    index(engine)
    with db.reading(engine) as session:
        assert sorted(session.scalars(select(own.row_id).where(own.kind == kind))) == sorted(before)


def test_every_table_that_is_searched_is_watched() -> None:
    assert set(WATCHED) == set(SOURCES)
    for kind, names in WATCHED.items():
        assert SOURCES[kind].at.name in names
        read = {column.name for column in SOURCES[kind].query.selected_columns if column.name in LIVE_TEXTS}
        assert {name.removeprefix("of_") for name in read} <= set(names)


LIVE_TEXTS = {
    *("text", "comment", "reason", "name", "payload", "number", "note"),
    *(column.name for column in FACTS),
}


def test_a_corrected_answer_is_found_by_what_it_says_now(
    engine: Engine, talk: Conversation, survey: int
) -> None:
    with db.writing(engine) as session:
        (response,) = responses.begin(session, [rows.begun(survey, talk, NOW)])
        responses.keep(session, [rows.answer(response, "quality", 75.0, NOW, comment="包装破损")])
    index(engine)
    with db.writing(engine) as session:
        responses.keep(session, [rows.answer(response, "quality", 75.0, NOW, comment="外壳开裂")])
    for _ in range(2):
        assert finds(engine, "破损") == []
        assert finds(engine, "开裂") == ["外壳开裂"]
        index(engine)
    with db.reading(engine) as session:
        assert "破损" not in held(session)


def test_what_is_withdrawn_is_found_no_more(engine: Engine, talk: Conversation, says: Says) -> None:
    says("请打我电话13800138000")
    index(engine)
    assert finds(engine, "13800138000")
    with db.writing(engine) as session:
        messages.withdraw(session, talk.id, "m1")
        assert found(session, "13800138000") == []
        assert "380" not in held(session)


def test_what_goes_while_the_worker_is_at_it_does_not_come_into_the_index(
    engine: Engine, talk: Conversation, says: Says
) -> None:
    says("请打我电话13800138000", "还没收到货")
    batch = search.next_batch(engine, {}, NOW)
    with db.writing(engine) as session:
        messages.withdraw(session, talk.id, "m1")
    with db.writing(engine) as session:
        search.keep(session, [batch])
        assert "380" not in held(session)
        assert "收到" in held(session)
    index(engine)
    with db.reading(engine) as session:
        assert "380" not in held(session)


def test_previews_are_not_found(engine: Engine, survey: int, staff: int) -> None:
    with db.writing(engine) as session:
        (talk,) = conversations.load(session, [("webchat", "preview:x")], NOW).values()
        assert talk.preview
        messages.record(session, [rows.message(talk, "m1", 1, NOW, text="试着退货")])
        outbox.put(session, [rows.saying(talk, 2, NOW, payload={"text": "试着退货"})])
        files.keep(session, talk.id, "试着退货.png", "image/png", b"x", NOW)
        (response,) = responses.begin(session, [{**rows.begun(survey, talk, NOW), "preview": True}])
        responses.keep(session, [rows.answer(response, "quality", 75.0, NOW, text="试着退货")])
        told = rows.complaint(talk, story="试着退货", preview=True)
        (complaint,) = complaints.open_(session, [told], NOW)
        complaints.note(session, complaint, staff, "试着退货", NOW)
    for _ in range(2):
        for part in ("", *search.PARTS):
            assert finds(engine, "退货", part) == []
        index(engine)
    with db.reading(engine) as session:
        assert held(session) == "[]"


def test_what_is_being_told_without_a_name_is_not_found_before_it_is_over_and_then_alone(
    engine: Engine, talk: Conversation, survey: int
) -> None:
    """While it goes on neither the words in the talk nor the answer; then the answer, without the talk."""
    later = NOW + timedelta(minutes=3)
    with db.writing(engine) as session:
        before = NOW - timedelta(hours=1)
        messages.record(session, [rows.message(talk, "m1", 1, before, text="先说说发货")])
        begun = {**rows.begun(survey, talk, NOW), "anonymous": True, "customer_id": None}
        (response,) = responses.begin(session, [begun])
        file = files.keep(session, talk.id, "发货单.png", "image/png", b"x", NOW)
        told = rows.message(talk, "m2", 2, NOW, text="别说是我说的发货慢", file_id=file)
        messages.record(session, [told])
        outbox.put(session, [rows.saying(talk, 3, NOW, payload={"text": "发货慢在哪里"})])
        responses.keep(session, [rows.answer(response, "quality", 75.0, NOW, text="匿名说发货慢")])
        talk.talk = '{"nameless":true}'
        talk.seq = 3
        conversations.save(session, [talk])
    for _ in range(2):
        assert finds(engine, "发货") == ["先说说发货"]
        assert finds(engine, "发货", "bot") == []
        index(engine, later)
    with db.writing(engine) as session:
        over = responses.Finished(response_id=response, state="completed", satisfaction_index=75.0, at=later)
        responses.finish(session, [over])
        unlinking.unlink(session, [unlinking.Over(response, talk.id, 2, 3)], later)
        talk.talk = '{"nameless":true}'
        conversations.save(session, [talk])
        assert "别说" not in held(session)
    for _ in range(2):
        assert set(finds(engine, "发货")) == {"先说说发货", "匿名说发货慢"}
        index(engine, later)
    with db.reading(engine) as session:
        wanted = search.Wanted(search.terms("匿名"))
        (hit,) = search.find(session, wanted).hits
        assert (hit.row.talk, hit.row.customer, hit.row.day_only) == (None, "", True)
        kept = metadata.tables["search"].c
        times = session.scalars(select(kept.at).where(kept.kind == "answers")).all()
        assert times == [hit.row.at], "the minute is not kept in the index either"


def test_a_complaint_without_a_name_is_not_found_in_the_talk_while_it_is_told(
    engine: Engine, talk: Conversation, says: Says
) -> None:
    says("你好发货", at=NOW - timedelta(hours=1))
    says("说个发货的事，别写我名字")
    with db.writing(engine) as session:
        talk.talk = json.dumps({"unnamed": True, "draft": {"begun": NOW.isoformat()}}, separators=(",", ":"))
        talk.seq = 2
        conversations.save(session, [talk])
    index(engine)
    assert finds(engine, "发货") == ["你好发货"]
    with db.writing(engine) as session:
        concealing.conceal(session, concealing.Hidden(talk.id, NOW, 2, 2), NOW)
        assert "别写" not in held(session)
        talk.talk = "{}"
        conversations.save(session, [talk])
    index(engine)
    assert finds(engine, "发货") == ["你好发货"]


def test_what_was_there_before_is_read_by_and_by(
    engine: Engine, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    says(*(f"以前说的退货{number}" for number in range(50)), at=NOW - timedelta(days=3))
    monkeypatch.setattr(keeping, "PORTION", 20)
    with db.reading(engine) as session:
        assert search.progress(session) == search.Progress(0, 51), "and their customer"
    settle(engine)
    with db.writing(engine) as session:
        search.keep(session, [search.next_batch(engine, {}, NOW)])
        assert search.progress(session) == search.Progress(21, 51)
    assert index(engine) == 2
    with db.reading(engine) as session:
        assert search.progress(session) == search.Progress(51, 51)
    assert len(finds(engine, "退货", limit=99)) == 50


def test_what_was_just_said_is_found_however_much_waits_for_the_index(
    engine: Engine, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "FRESH", 20)
    says(*(f"以前说的退货{number}" for number in range(50)), at=NOW - timedelta(days=3))
    says("刚说的退货")

    def behind() -> bool:
        with db.reading(engine) as session:
            return search.find(session, search.Wanted(search.terms("退货"))).behind

    assert finds(engine, "退货", limit=99)[0] == "刚说的退货"
    assert behind(), "older ones wait"
    monkeypatch.setattr(keeping, "PORTION", 31)
    with db.writing(engine) as session:
        search.keep(session, [search.next_batch(engine, {}, NOW)])
    assert len(finds(engine, "退货", limit=99)) == 51
    assert not behind(), "what is left is read directly"
    index(engine, NOW + timedelta(hours=1))
    with db.writing(engine) as session:
        session.execute(update(metadata.tables["messages"]).values(text="改说退款"))
        assert search.progress(session) == search.Progress(1, 52)
    assert len(finds(engine, "退款", limit=99)) == 20
    assert behind()


@ON_POSTGRESQL
def test_a_row_whose_transaction_ends_late_is_not_passed_over(
    engine: Engine, talk: Conversation, says: Says
) -> None:
    """A row with a lower number comes to be seen after one with a higher, which says it is of last week."""
    table = metadata.tables["messages"]
    with db.writing(engine) as late:
        late.execute(insert(table), [rows.message(talk, "m5", 5, NOW, text="后到的退货")])
        says("先看到的退货", at=NOW - timedelta(days=7))
        index(engine, NOW + timedelta(hours=1))
        with db.reading(engine) as session:
            assert "先看" in held(session)
    assert set(finds(engine, "退货")) == {"先看到的退货", "后到的退货"}
    index(engine, NOW + timedelta(hours=1))
    with db.reading(engine) as session:
        assert "后到" in held(session)
        assert pending.behind(session) == []


@ON_POSTGRESQL
def test_while_one_writes_for_long_the_index_is_not_kept_over_and_over(
    engine: Engine, talk: Conversation, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "PORTION", 2)
    with db.writing(engine) as late:
        numbers.take(late, "messages", 1)
        says("", "", "")
        assert index(engine) == 1, "what holds no words waits for them"


def test_the_job_goes_on_by_itself_and_is_there_once(engine: Engine, says: Says) -> None:
    says("我要退货")
    with db.writing(engine) as session:
        search.begin(session, NOW)
        search.begin(session, NOW + timedelta(seconds=1))
    due = NOW
    for _ in range(3):
        with db.writing(engine) as session:
            (job,) = jobs.claim(session, due, timedelta(minutes=1), [search.JOB])
        with db.writing(engine) as session:
            search.keep(session, [search.next_batch(engine, job.payload, due)])
            jobs.done(session, [job])
            (due,) = session.scalars(select(metadata.tables["jobs"].c.due_at)).all()
            assert not jobs.due(session, [search.JOB], due - timedelta(seconds=1))
    assert timedelta(seconds=30) <= due - NOW <= timedelta(minutes=1)


def test_two_who_keep_the_index_at_once_hold_nothing_twice(engine: Engine, says: Says) -> None:
    says("我要退货", "我要换货")
    batches = [search.next_batch(engine, {}, NOW) for _ in range(2)]
    for batch in batches:
        with db.writing(engine) as session:
            search.keep(session, [batch])
    with db.reading(engine) as session:
        assert len(session.execute(text("select * from search_words")).all()) == 2
        assert session.scalar(select(func.count()).select_from(metadata.tables["jobs"])) == 1
    assert len(finds(engine, "货")) == 2


@ON_SQLITE
def test_a_day_later_nothing_of_what_went_is_left_in_the_file(
    engine: Engine, talk: Conversation, says: Says
) -> None:
    """Deleting from an index of SQLite's leaves the pieces there, until it is merged."""
    says("龘龘靐靐", *(f"还有别的话{number}" for number in range(40)))
    index(engine)

    def kept() -> bool:
        """The last piece of the text: of the others the file may hold the end alone."""
        with db.reading(engine) as session:
            blocks = session.scalars(text("select block from search_words_data"))
            return any("靐".encode() in block for block in blocks)

    with db.writing(engine) as session:
        messages.withdraw(session, talk.id, "m1")
    index(engine)
    assert kept(), "else this test says nothing"
    due, steps = NOW + compacting.AFTER, 0
    while True:
        with db.writing(engine) as session:
            taken = jobs.claim(session, due, timedelta(minutes=1), [compacting.JOB])
            if not taken:
                break
            compacting.merge(session, [compacting.step(engine, job.payload, due) for job in taken])
            jobs.done(session, taken)
        steps += 1
        due += timedelta(seconds=1)
        assert steps < 20, "it comes to no end"
    assert steps > 1
    assert not kept()
    assert len(finds(engine, "别的话", limit=99)) == 40
