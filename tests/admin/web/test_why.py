"""Staff see on which words a reading rests, and say what a text means instead; and take it back."""

import html as html_of
import re

import pytest
from sqlalchemy import select

from storage import conversations, db, judgements, responses, unlinking
from storage.queries import readings
from storage.tables import answers
from tests.admin.web import world as worlds
from tests.admin.web.world import NOW
from tests.storage import told

FOUND = {
    "categories": [["delivery", -0.9, 0, 3], ["product_quality", 0.7, 4, 8]],
    "evidence": [[2, 3]],
    "emotion": "anger",
    "keywords": ["物流"],
    "model": "fast-1f3a9c2e",
}
"""What was found in: 物流慢，其他挺好."""

MARKED = (
    '<mark class="blame"><span class="for-reader">不满： </span>物流慢</mark>，'
    '<mark class="praise"><span class="for-reader">称赞： </span>其他挺好</mark>'
)


@pytest.fixture
def text(engine, world):
    """The id of the first answer, as it was read."""
    with db.writing(engine) as session:
        key = readings.of_conversation(session, world.talk).answers[0].id
        worlds.read(session, "answer", key, **FOUND)
    return key


def stands(engine, key, subject="answer"):
    with db.reading(engine) as session:
        return readings.analysed(session, subject, key)


def form(html, key):
    """The fields of the form that judges this answer, as a browser would send them unchanged."""
    own = re.search(rf'<form [^>]*action="/texts/answer/{key}".*?</form>', html, re.DOTALL)[0]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', own))
    for name, value in re.findall(r'type="radio" name="(\w+)" value="(\w+)" checked', own):
        fields[name] = value
    pairs = []
    for key_of, options in re.findall(
        r'name="category" value="(\w+)"><select name="leaning">(.*?)</select>', own
    ):
        pairs.append((key_of, re.search(r'value="(\w+)" selected', options)[1]))
    fields.pop("category", None)
    return {name: html_of.unescape(value) for name, value in fields.items()}, pairs


async def send(visitor, key, fields, pairs):
    """Post it; repeated fields as a form repeats them."""
    data = [("csrf", visitor.csrf), *fields.items()]
    data = [(name, value) for name, value in dict(data).items()]
    for category, mood in pairs:
        data += [("category", category), ("leaning", mood)]
    answer = await visitor.client.post(f"/texts/answer/{key}", data=data, allow_redirects=False)
    return answer.status, await answer.text(), answer.headers.get("Location", "")


async def opened(visitor, world, key):
    _, html = await visitor.get(f"/talks/{world.talk}")
    return form(html, key)


async def test_the_words_are_marked_and_why_is_told(text, world, visit):
    _, html = await (await visit("viewer")).get(f"/talks/{world.talk}")
    assert MARKED in html
    why = re.search(rf'<details class="why" id="why-answer-{text}">.*?</details>', html, re.DOTALL)[0]
    for words in ("很有把握（90%）", "配送物流 · 不满（“物流慢”）", "生气", "“慢”", "fast-1f3a9c2e", "平常"):
        assert words in why, words
    assert "<form" not in why


async def test_marks_stand_in_the_field_that_they_belong_to(engine, text, world, visit):
    """What was said when asked why is the second part of the text that was read."""
    with db.writing(engine) as session:
        responses.reason(session, [responses.Reason(response_id=1, question="quality", text="师傅迟到")])
        start = len("物流慢，其他挺好\n")
        worlds.read(session, "answer", text, categories=[["staff", -0.9, start + 2, start + 4]])
    _, html = await (await visit("viewer")).get(f"/talks/{world.talk}")
    assert (
        'class="words">师傅<mark class="blame"><span class="for-reader">不满： </span>迟到</mark></dd>'
        in html
    )


@pytest.mark.parametrize("alarm", [{"urgency": "now"}, {"safety": True}])
async def test_what_is_urgent_or_unsafe_has_a_mark_of_its_own(alarm, engine, text, world, visit):
    with db.writing(engine) as session:
        worlds.read(session, "answer", text, evidence=[[2, 3]], **alarm)
    _, html = await (await visit("viewer")).get(f"/talks/{world.talk}")
    assert '<mark class="urgent"><span class="for-reader">紧急： </span>慢</mark>' in html


async def test_what_is_left_as_it_was_is_no_judgement(engine, text, world, visit):
    visitor = await visit("handler")
    fields, pairs = await opened(visitor, world, text)
    assert (fields["polarity"], fields["urgency"]) == ("negative", "routine")
    assert pairs == [("delivery", "negative"), ("product_quality", "positive")]
    assert (await send(visitor, text, fields, pairs))[::2] == (303, f"/talks/{world.talk}")
    assert stands(engine, text).judged == {}


async def test_mood_urgency_and_matters_are_corrected_at_once_and_each_taken_back(engine, text, world, visit):
    visitor = await visit("handler")
    fields, _ = await opened(visitor, world, text)
    fields |= {"polarity": "neutral", "urgency": "soon"}
    pairs = [("delivery", "-"), ("product_quality", "positive"), ("price", "negative"), ("", "negative")]
    assert (await send(visitor, text, fields, pairs))[0] == 303
    found = stands(engine, text)
    assert (found.mood, found.urgency) == ("neutral", "soon")
    assert {matter.category for matter in found.categories} == {"product_quality", "price"}
    assert found.judged.keys() == {"polarity", "urgency", "categories"}
    _, html = await visitor.get(f"/talks/{world.talk}")
    assert "系统原来判断：不满。" in html
    assert "handler先生" in html
    for field in ("polarity", "categories", "urgency"):
        mark = stands(engine, text).mark
        sent = {"mark": mark, "field": field, "back": f"/talks/{world.talk}"}
        assert (await visitor.post(f"/texts/answer/{text}/undo", **sent))[0] == 303
    found = stands(engine, text)
    assert (found.mood, found.urgency, found.judged) == ("negative", "routine", {})
    assert [matter.category for matter in found.categories] == ["delivery", "product_quality"]


async def test_sent_twice_or_late_it_is_told_and_changes_nothing(engine, text, world, visit):
    visitor, colleague = await visit("handler"), await visit("administrator")
    fields, pairs = await opened(visitor, world, text)
    assert (await send(colleague, text, {**fields, "csrf": colleague.csrf, "urgency": "now"}, pairs))[
        0
    ] == 303
    status, html, _ = await send(visitor, text, {**fields, "polarity": "positive"}, pairs)
    assert (status, "这段话刚刚有了变化" in html) == (409, True)
    assert "administrator先生" in html
    assert f'href="/talks/{world.talk}"' in html
    found = stands(engine, text)
    assert (found.mood, found.urgency) == ("negative", "now")
    assert (await visitor.post(f"/texts/answer/{text}/undo", mark=fields["mark"], field="urgency"))[0] == 409


@pytest.mark.parametrize(
    ("wrong", "pairs"),
    [
        ({"polarity": "great"}, []),
        ({"polarity": ""}, []),
        ({"urgency": "later"}, []),
        ({}, [("no_such", "negative")]),
        ({}, [("delivery", "superb")]),
        ({"category": "delivery"}, []),
    ],
)
async def test_what_is_no_choice_is_told_and_changes_nothing(wrong, pairs, engine, text, world, visit):
    visitor = await visit("handler")
    fields, _ = await opened(visitor, world, text)
    status, html, _ = await send(visitor, text, {**fields, **wrong}, pairs)
    assert (status, "没有这样的选项" in html) == (400, True)
    assert stands(engine, text).judged == {}


async def test_what_is_judged_in_part_is_not_kept(engine, text, world, visit):
    """The urgency is right and the mood is none: nothing of it is kept."""
    visitor = await visit("handler")
    fields, pairs = await opened(visitor, world, text)
    assert (await send(visitor, text, {**fields, "urgency": "now", "polarity": "great"}, pairs))[0] == 400
    assert stands(engine, text).urgency == "routine"


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "/sign-out", "javascript:1", ""]
)
async def test_it_leads_back_to_pages_of_ours_alone(back, text, world, visit):
    visitor = await visit("handler")
    fields, pairs = await opened(visitor, world, text)
    assert (await send(visitor, text, {**fields, "back": back}, pairs))[::2] == (303, "/matters")
    _, html = await visitor.get(f"/texts/answer/{text}?back={back}")
    assert '<a class="back" href="/matters">' in html


async def test_a_text_that_is_none_is_not_found(text, visit):
    visitor = await visit("handler")
    for path in ("/texts/answer/404", "/texts/complaint/404"):
        assert (await visitor.get(path))[0] == 404
        assert (await visitor.post(path, mark="", polarity="neutral", urgency="now"))[0] == 404
        assert (await visitor.post(path + "/undo", mark="", field="urgency"))[0] == 404
    assert (await visitor.get("/texts/talk/1"))[0] == 404


async def test_a_text_that_was_not_read_yet_says_so(engine, world, visit):
    status, html = await (await visit("handler")).get(f"/texts/complaint/{world.complaint}")
    assert (status, "还没有分析" in html) == (200, True)
    assert 'class="why"' not in html


async def test_what_tells_who_it_is_is_covered_in_lists_and_not_in_the_talk(engine, text, world, visit):
    with db.writing(engine) as session:
        worlds.read(session, "answer", text, **FOUND, personal=[["name", 0, 3]])
    visitor = await visit("viewer")
    for path in (f"/texts/answer/{text}", "/matters"):
        html = (await visitor.get(path))[1]
        assert "＊＊＊</mark>，" in html, path
        why = re.search(rf'<details class="why" id="why-answer-{text}".*?</dl>', html, re.DOTALL)[0]
        assert "“＊＊＊”" in why, "nor can it be read in the words that tell why"
        assert not any(words in why for words in ("物流慢", "“慢”", '"words">物流<')), path
    html = (await visitor.get(f"/talks/{world.talk}"))[1]
    assert "＊＊＊" not in html
    assert all(words in html for words in ("“物流慢”", "“慢”", '"words">物流<'))


async def test_a_hostile_text_is_text_where_it_is_marked(engine, visit):
    words = "<script>alert(1)</script>\u202e'\"好"
    with db.writing(engine) as session:
        world = worlds.build(session, words)
        key = readings.of_conversation(session, world.talk).answers[0].id
        found = {
            "categories": [[words[:9], -1.0, 3, 30]],
            "evidence": [[0, 4]],
            "keywords": [words],
            "model": "test",
        }
        worlds.read(session, "answer", key, **found, personal=[["name", 2, 5]])
        worlds.read(session, "complaint", world.complaint, **found, urgency="now", safety=True)
    visitor = await visit("administrator")
    paths = ("/", "/matters", "/follow-ups", f"/texts/answer/{key}", f"/complaints/{world.complaint}")
    for path in (*paths, f"/talks/{world.talk}", f"/texts/complaint/{world.complaint}", "/taxonomy"):
        status, html = await visitor.get(path)
        assert status == 200, path
        assert "<script>alert" not in html, path
        assert "\u202e" not in html, path


async def test_an_answer_without_a_name_leads_to_no_talk(engine, world, visit):
    with db.writing(engine) as session:
        begun = responses.Begun(
            version_id=world.version, conversation_id=None, customer_id=None, anonymous=True,
            channel="webchat", segment="", language="", place="", preview=False, begun_at=NOW,
        )  # fmt: skip
        (response,) = responses.begin(session, [begun])
        row = responses.Answer(
            response_id=response, question="closing", kind="text", value="不留名的话", label="", score=None,
            text="不留名的话", comment="", because=None, missing="", seq=0, answered_at=NOW,
        )  # fmt: skip
        responses.keep(session, [row])
        (key,) = responses.answer_ids(session, [(response, "closing")]).values()
        worlds.read(session, "answer", key)
    _, html = await (await visit("viewer")).get("/matters")
    said = re.search(r"<li>(?:(?!</li>).)*不留名的话.*?</footer>", html, re.DOTALL)[0]
    assert "没有留名" in said
    assert "/talks/" not in said
    assert "<time" not in said


async def test_a_judgement_of_a_complaint_leads_back_to_it(engine, world, visit):
    with db.writing(engine) as session:
        worlds.read(session, "complaint", world.complaint, **FOUND)
    visitor = await visit("handler")
    path = f"/complaints/{world.complaint}"
    assert MARKED in (await visitor.get(path))[1]
    sent = {
        "mark": stands(engine, world.complaint, "complaint").mark,
        "polarity": "neutral",
        "urgency": "now",
    }
    assert (await visitor.post(f"/texts/complaint/{world.complaint}", back=path, **sent))[0] == 303
    found = stands(engine, world.complaint, "complaint")
    assert (found.mood, found.urgency, found.categories) == ("neutral", "now", [])
    with db.reading(engine) as session:
        assert {each.field for each in judgements.corrections(session)} == {
            "polarity",
            "urgency",
            "categories",
        }


async def test_what_is_still_being_told_without_a_name_is_nobody_s_to_read(engine, world, visit):
    with db.writing(engine) as session:
        (talk,) = conversations.load(session, [("webchat", "unnamed")], NOW).values()
        key = told.answered(session, world.version, talk, "悄悄说一句", anonymous=True)
        told.read(session, "answer", key, urgency="now")
        mark = readings.analysed(session, "answer", key).mark
    visitor = await visit("handler")
    assert (await visitor.get(f"/texts/answer/{key}"))[0] == 404
    fields = {"mark": mark, "polarity": "positive", "urgency": "routine"}
    assert (await visitor.post(f"/texts/answer/{key}", **fields))[0] == 404
    assert (await visitor.post(f"/texts/answer/{key}/undo", field="polarity", mark=mark))[0] == 404
    assert "悄悄说一句" not in (await visitor.get("/follow-ups"))[1]
    with db.writing(engine) as session:
        unlinking.unlink(session, [unlinking.Over(answered(session, key), talk.id, 0, 0)], NOW)
    status, html = await visitor.get(f"/texts/answer/{key}")
    assert (status, "悄悄说一句" in html) == (200, True)
    assert "悄悄说一句" in (await visitor.get("/follow-ups"))[1]


def answered(session, key):
    """The response of this answer."""
    return session.scalar(select(answers.c.response_id).where(answers.c.id == key))
