"""What customers write about: the page shows what the queries say, opens a matter, and finds the texts."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, update

from admin import leading
from admin.pages import matters as page
from storage import conversations, db, taxonomies
from storage.queries import matters, readings
from storage.queries.filters import Filters, month_of
from storage.settings import Settings
from storage.tables import responses
from tests.admin.web import world as worlds
from tests.admin.web.world import NOW

WORDS = "物流慢，其他挺好"


@pytest.fixture
def talked(engine, world):
    """Six answers about delivery, two of them praise; one about quality, urgent; a complaint about both."""
    with db.writing(engine) as session:
        keys = [answer.id for answer in readings.of_conversation(session, world.talk).answers]
        for number, key in enumerate(keys):
            leans = 0.8 if number < 2 else -0.8
            worlds.read(session, "answer", key, polarity=leans, categories=[["delivery", leans, 0, 3]])
        worlds.read(session, "answer", keys[-1], urgency="now", categories=[["product_quality", -0.8, 4, 8]])
        both = [["delivery", -0.9, 0, 3], ["product_quality", -0.9, 4, 8]]
        worlds.read(session, "complaint", world.complaint, safety=True, categories=both)
    return keys


def rows(html):
    """(name, how often, blamed, praised) of each matter on the page."""
    found = re.findall(r'<li><a href="/matters\?[^"]*category=.*?</a></li>', html, re.DOTALL)
    return [
        (
            re.search(r'class="name">([^<]+)<', row)[1],
            int(re.search(r'class="n figures">(\d+)<', row)[1]),
            int(re.search(r'mood negative">.*?(\d+)</span>\s*<', row, re.DOTALL)[1]),
            int(re.search(r'mood positive">.*?(\d+)</span>\s*<', row, re.DOTALL)[1]),
        )
        for row in found
    ]


def texts(html):
    return re.findall(r'id="why-(\w+-\d+)"', html.split('id="texts"')[1])


async def test_it_shows_what_the_queries_say(talked, engine, visit):
    _, html = await (await visit("viewer")).get("/matters?period=month")
    with db.reading(engine) as session:
        found = matters.tally(session, Filters(month_of(NOW, Settings().timezone)))
    assert [(row[1], row[2], row[3]) for row in rows(html)] == [
        (each.n, each.mood.negative, each.mood.positive) for each in found
    ]
    assert rows(html)[0] == ("配送物流", 6, 4, 2)
    assert rows(html)[1] == ("产品质量", 2, 2, 0)
    assert 'id="chart-matters"' in html


async def test_what_is_new_or_grows_is_said_in_words(engine, world, visit, monkeypatch):
    told = [
        matters.Tallied("delivery", 9, page.words.Mood(0, 0, 9), 1, "growing"),
        matters.Tallied("safety", 4, page.words.Mood(0, 1, 3), 0, "new"),
    ]
    monkeypatch.setattr(matters, "tally", lambda *_: told)
    _, html = await (await visit("viewer")).get("/matters")
    growing, new = re.findall(r'<span class="end">(.*?)</a>', html, re.DOTALL)
    assert "▲ 在增多" in growing
    assert "上一段 1 条" in growing
    assert "新出现" in new


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("", 7),
        ("category=delivery", 6),
        ("category=product_quality", 2),
        ("category=delivery&mood=positive", 2),
        ("mood=negative", 5),
        ("urgency=now", 1),
        ("safety=unsafe", 1),
        ("category=no_such&mood=x&urgency=x&safety=x", 7),
        ("survey=satisfaction", 6),
        ("channel=webchat&segment=", 7),
        ("urgency=soon", 0),
    ],
)
async def test_the_filters_find_the_texts(query, n, talked, visit):
    status, html = await (await visit("viewer")).get(f"/matters?{query}")
    assert status == 200
    assert len(texts(html)) == n
    assert ("没有符合条件的话" in html) is (n == 0)


async def test_one_matter_opened_shows_its_months_and_typical_sentences(talked, world, visit):
    _, html = await (await visit("viewer")).get("/matters?category=delivery")
    assert "<h1>配送物流</h1>" in html
    assert '<b class="figures">6</b>' in html
    assert 'id="chart-mood"' in html
    typical = html.split('id="typical"')[1].split('id="texts"')[0]
    assert "典型的不满" in typical
    assert '<mark class="blame"><span class="for-reader">不满： </span>物流慢</mark>' in typical
    assert '<mark class="praise">' in typical
    assert f'href="/talks/{world.talk}"' in typical


async def test_the_figures_of_an_opened_matter_are_those_of_the_texts_below(talked, engine, visit):
    """One text that is good in all blames the delivery."""
    with db.writing(engine) as session:
        found = {"polarity": 0.9, "urgency": "now", "categories": [["delivery", -0.8, 0, 3]]}
        worlds.read(session, "answer", talked[0], **found)
    visitor = await visit("viewer")
    for mood, n in (("negative", 5), ("positive", 1), ("neutral", 0)):
        _, html = await visitor.get(f"/matters?category=delivery&mood={mood}")
        told = re.findall(r'<b class="figures">(\d+)</b>', html)
        assert told == [str(n)] * bool(n), mood
        assert len(texts(html)) == n


@pytest.mark.parametrize(
    ("query", "blamed", "praised"),
    [
        ("", 1, 1),
        ("&mood=negative", 1, 0),
        ("&mood=neutral", 0, 0),
        ("&safety=unsafe", 1, 0),
        ("&urgency=soon", 0, 0),
    ],
)
async def test_typical_sentences_are_of_the_texts_that_are_sought(query, blamed, praised, talked, visit):
    _, html = await (await visit("viewer")).get(f"/matters?category=delivery{query}")
    assert html.count('id="typical-negative"') == blamed
    assert html.count('id="typical-positive"') == praised


async def test_the_chart_of_all_matters_counts_the_texts_that_are_sought(talked, visit):
    visitor = await visit("viewer")
    for query, drawn in (("", True), ("safety=unsafe", True), ("urgency=soon", False)):
        _, html = await visitor.get(f"/matters?period=month&{query}")
        assert ('id="chart-matters"' in html) is drawn
    _, html = await visitor.get("/matters?period=month&safety=unsafe")
    table = re.search(r'id="table-matters".*?</table>', html, re.DOTALL)[0]
    rows_of = re.findall(r"<tr><td>([^<]+)</td>(.*?)</tr>", table)
    counted = {name: re.findall(r">(\d+)</td>", rest) for name, rest in rows_of}
    assert counted == {"产品质量": ["1", "0", "1"], "配送物流": ["1", "0", "1"]}, "the complaint alone"


async def test_a_category_that_is_no_more_is_said_to_be_none(talked, engine, world, visit):
    with db.writing(engine) as session:
        taxonomies.put(session, '[other]\nname = "别的"\n', world.staff["administrator"], NOW)
    visitor = await visit("viewer")
    for path in ("/", "/matters", f"/talks/{world.talk}"):
        _, html = await visitor.get(path)
        assert "已去掉的一类（delivery）" in html, path
        assert ">delivery<" not in html, path


async def test_the_mood_is_where_the_rule_puts_it(talked, visit, monkeypatch):
    visitor = await visit("viewer")
    assert 'class="mood negative"><svg' in (await visitor.get("/matters?urgency=now"))[1]
    monkeypatch.setattr("storage.domain.judging.THIRD", 0.9)
    _, html = await visitor.get("/matters?urgency=now")
    assert 'class="mood negative"><svg' not in html
    assert 'class="matter neutral"' in html


async def test_keywords_are_parted_as_the_language_does(talked, engine, visit):
    with db.writing(engine) as session:
        worlds.read(session, "answer", talked[0], keywords=["物流", "其他"])
    visitor = await visit("viewer")
    assert ">物流、其他<" in (await visitor.get("/matters"))[1]
    await visitor.get("/language/en")
    assert ">物流, 其他<" in (await visitor.get("/matters"))[1]


async def test_of_what_was_said_without_a_name_the_summary_tells_the_day_alone(engine, world, visit):
    with db.writing(engine) as session:
        worlds.respond(session, world.version, None, "不留名的话", at=NOW)
        session.execute(update(responses).where(responses.c.conversation_id.is_(None)).values(anonymous=True))
    _, html = await (await visit("viewer")).get("/")
    voices = re.findall(r"<li>.*?</li>", html.split('id="voices"')[1], re.DOTALL)
    nameless = [each for each in voices if "不留名的话" in each]
    assert nameless
    assert not any("<time" in each for each in nameless)


async def test_a_list_asks_as_often_for_many_texts_as_for_one(talked, engine):
    with db.reading(engine) as session:
        asked = []
        event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
        wanted = Filters(month_of(NOW, Settings().timezone))
        leading.voices(session, wanted)  # so that the transaction has begun
        counts = []
        for voices in (1, 6):
            asked.clear()
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(leading, "VOICES", voices)
                assert len(leading.voices(session, wanted)) == voices
            counts.append(len(asked))
    assert counts[0] == counts[1]


async def test_the_texts_come_a_page_at_a_time_with_the_filters_kept(talked, visit, monkeypatch):
    monkeypatch.setattr(page, "SIZE", 4)
    visitor = await visit("viewer")
    _, first = await visitor.get("/matters?category=delivery")
    onward = re.search(r'<a href="([^"]+)" rel="next"', first)[1].replace("&amp;", "&")
    assert "category=delivery" in onward
    _, second = await visitor.get(onward)
    assert (len(texts(first)), len(texts(second))) == (4, 2)
    assert not set(texts(first)) & set(texts(second))


async def test_a_text_of_long_ago_is_not_of_this_month(engine, world, visit):
    with db.writing(engine) as session:
        long_ago = month_of(NOW, Settings().timezone, 2).start + timedelta(days=1)
        worlds.respond(session, world.version, None, "好久以前", 60.0, long_ago)
    visitor = await visit("viewer")
    assert "好久以前" not in (await visitor.get("/matters?period=month"))[1]
    assert "好久以前" in (await visitor.get("/matters?period=half"))[1]


async def test_only_an_administrator_is_led_to_the_categories(world, visit):
    for role, led in (("viewer", False), ("handler", False), ("administrator", True)):
        _, html = await (await visit(role)).get("/matters")
        assert ('href="/taxonomy"' in html) is led


async def test_the_summary_names_the_matters_and_leads_to_them(talked, visit):
    _, html = await (await visit("viewer")).get("/?period=month")
    assert "不满最多" in html
    (blamed, *_) = rows(html)
    assert blamed == ("配送物流", 5, 3, 2)  # the complaint belongs to no survey
    assert 'href="/matters?period=month&amp;survey=satisfaction&amp;category=delivery"' in html


async def test_where_nothing_was_written_it_says_what_will_be_there(engine, visit):
    with db.writing(engine) as session:
        worlds.staff(session)
    visitor = await visit("viewer")
    for path in ("/matters", "/matters?category=delivery"):
        status, html = await visitor.get(path)
        assert status == 200
        assert 'class="empty"' in html


async def test_like_complaints_stand_beside_a_complaint(engine, world, visit, monkeypatch):
    with db.writing(engine) as session:
        talk = conversations.load(session, [("webchat", "a")], NOW)["webchat", "a"]
        others = [worlds.complain(session, talk, words) for words in ("物流太慢了<b>", "灯不亮")]
        for key, signature in zip((world.complaint, *others), (b"one", b"like", b"other"), strict=True):
            worlds.read(session, "complaint", key, signature=signature)
    likeness = {b"like": 0.82, b"other": 0.1}
    monkeypatch.setattr(
        "nlp.likeness", lambda one, others: [likeness[each] for each in others if one], raising=False
    )
    _, html = await (await visit("viewer")).get(f"/complaints/{world.complaint}")
    alike = html.split('id="alike"')[1]
    assert f'href="/complaints/{others[0]}"' in alike
    assert "相似 82%" in alike
    assert "物流太慢了&lt;b&gt;" in alike
    assert "灯不亮" not in alike


async def test_a_complaint_that_was_not_read_has_none_alike(world, visit):
    _, html = await (await visit("viewer")).get(f"/complaints/{world.complaint}")
    assert "没有相似的投诉" in html


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh-CN", ("响应速度", "电话接通、回复、上门及时")),
        ("zh-TW", ("回應速度", "電話接通、回覆")),
        ("en", ("Response speed", "calls answered, replies")),
    ],
)
async def test_a_matter_is_told_in_the_language_of_the_page(language, told, world, visit):
    visitor = await visit("viewer")
    await visitor.get(f"/language/{language}")
    _, html = await visitor.get("/matters?category=response_speed")
    for each in told:
        assert each in html
