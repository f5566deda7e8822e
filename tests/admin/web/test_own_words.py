"""Level schemes, promises and sentences of the organisation's own: previewed, kept as versions, in force."""

import re

import pytest

from admin import samples
from storage import definitions, rulings
from storage.settings import Settings

SHORT = 'title = "三级"\n' + "".join(
    f'[[level]]\nkey = "{n}"\nlabel = "{word}"\nscore = {n * 30}\n'
    for n, word in ((1, "差"), (2, "中"), (3, "好"))
)
PROMISE = '[[promise]]\ntitle = "当天回"\ntext = "当天一定回复您。"\nlimit = "answer"\n'


@pytest.fixture(autouse=True)
def _as_it_ships():
    yield
    rulings.forget()


async def seen(visitor, path):
    found = re.search(r'name="revision" value="(\d+)"', (await visitor.get(path))[1])
    return found[1] if found else "0"


async def test_a_scheme_is_changed_and_given_back(world, visit):
    admin = await visit("administrator")
    status, html = await admin.post("/levels/stars5/preview", text=SHORT)
    assert (status, "保存以后，这些会变" in html) == (200, True)
    assert definitions.schemes()["stars5"].title == "五星评分", "nothing before it is saved"
    assert (await admin.post("/levels/stars5", text=SHORT, revision="0"))[0] == 303
    assert [each.label for each in definitions.schemes()["stars5"].levels] == ["差", "中", "好"]
    assert (await admin.post("/levels/stars5", text=SHORT + "# 又\n", revision="0"))[0] == 409
    mark = re.search(
        r'name="revision" value="(\d+)"', (await admin.post("/levels/stars5/again", version="shipped"))[1]
    )
    assert (await admin.post("/levels/stars5", text="", revision=mark[1]))[0] == 303
    assert definitions.schemes()["stars5"].title == "五星评分"


async def test_another_scheme_is_made_after_one_that_there_is(world, visit):
    admin = await visit("administrator")
    assert (await admin.get("/levels/three"))[0] == 404
    status, html = await admin.get("/levels/three?like=stars5")
    assert (status, "五星评分" in html) == (200, True)
    assert (await admin.post("/levels/three", text=SHORT, revision="0"))[0] == 303
    assert "three" in definitions.schemes()
    assert (await admin.get("/levels/three"))[0] == 200
    for bad in ("../x", "a b", "", "很"):
        answer = await admin.client.get(
            "/levels-new", params={"key": bad, "like": "stars5"}, allow_redirects=False
        )
        assert answer.headers["Location"] == "/levels"


@pytest.mark.parametrize(
    "text", ["title = 1", "level = []", "not toml", SHORT.replace("30", "99"), SHORT + "x = 1\n"]
)
async def test_what_is_no_scheme_is_refused_by_line(world, visit, text):
    status, html = await (await visit("administrator")).post("/levels/stars5", text=text, revision="0")
    assert (status, "行" in html) == (400, True)


async def test_promises_are_told_as_they_are_now(world, visit):
    admin = await visit("administrator")
    status, html = await admin.post("/promises/preview", text=PROMISE)
    assert (status, "当天一定回复您" in html) == (200, True)
    assert (await admin.post("/promises", text=PROMISE, revision="0"))[0] == 303
    assert definitions.promises() == ("当天回：当天一定回复您。",)
    assert definitions.promised()[0].limit == "answer"
    for bad in ("", "promise = 1", '[[promise]]\ntitle = "x"', PROMISE + "in = 3\n"):
        status, _ = await admin.post("/promises/preview", text=bad)
        assert status == (400 if bad else 200), bad


async def test_a_sentence_is_found_said_otherwise_and_given_back(world, visit):
    admin = await visit("administrator")
    key, shipped = next((k, t) for k, t in definitions.said("zh-CN").items() if "{organisation}" in t)
    _, html = await admin.get(f"/texts/zh-CN?q={key}")
    assert key in html
    own = "欢迎来到" + "".join(dict.fromkeys(re.findall(r"\{[^}]+\}", shipped))) + "！"
    assert (await admin.post("/texts/zh-CN", key=key, text=own, revision="0"))[0] == 303
    assert definitions.texts("zh-CN").has(key)
    assert "欢迎来到" in definitions.ruled("texts:zh-CN", f'"{key}" = "{own}"')._flat[key]
    _, html = await admin.get("/texts/zh-CN?only=own")
    assert "欢迎来到" in html
    mark = await seen(admin, "/texts/zh-CN?only=own")
    assert (await admin.post("/texts/zh-CN", key=key, text="", revision=mark))[0] == 303
    assert "没有这样的句子" in (await admin.get("/texts/zh-CN?only=own"))[1]


async def test_a_sentence_is_read_as_customers_will_before_it_is_said(world, visit):
    admin, key = await visit("administrator"), "notice.request.export"
    shipped = definitions.said("zh-CN")[key]
    own = "给您<b>：" + "".join(dict.fromkeys(re.findall(r"\{[^}]+\}", shipped)))
    status, html = await admin.post("/texts/zh-CN/look?q=nothing", key=key, text=own)
    assert (status, "给您&lt;b&gt;：T261123-0001" in html) == (200, True)
    assert 'lang="zh-TW"' in html
    assert 'lang="en"' in html
    assert "T261123-0001" in definitions.texts("zh-CN")(key, **samples.values("zh-CN", key, Settings()))
    assert not await own_sentences(admin), "nothing is said so yet"
    status, html = await admin.post("/texts/zh-CN/look", key=key, text=own + "{secret}")
    assert (status, "多了 {secret}" in html) == (400, True)
    status, html = await admin.post("/texts/zh-CN/look", key=key, text="")
    assert (status, "T261123-0001" in html) == (200, True), "back to what ships is looked at too"


async def own_sentences(visitor):
    return "没有这样的句子" not in (await visitor.get("/texts/zh-CN?only=own"))[1]


def test_every_sentence_can_be_filled_with_samples():
    settings = Settings(_env_file=None)
    for language in definitions.languages():
        for key, text in definitions.said(language).items():
            told = samples.readings(language, key, text, settings)
            assert len(told) == 3
            assert not any("{" in each.text for each in told), key
            assert [each.language for each in told if each.changed] == [language]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("{organisation}", ""), "还缺 {organisation}"),
        (lambda text: text + "{secret}", "多了 {secret}"),
        (lambda text: text + "{organisation.__class__}", "多了"),
        (lambda text: text + "{organisation!r}", "多了"),
        (lambda text: text + "{", "花括号"),
        (lambda text: text + "很" * 2001, "太长"),
    ],
)
async def test_what_is_filled_in_stays_as_it_was(world, visit, change, said):
    admin = await visit("administrator")
    key, shipped = next((k, t) for k, t in definitions.said("zh-CN").items() if "{organisation}" in t)
    status, html = await admin.post("/texts/zh-CN", key=key, text=change(shipped), revision="0")
    assert (status, said in html) == (400, True)


@pytest.mark.parametrize("key", ["page.menu", "chat.hear.yes", "cli.doctor.help", "none", "chat.tongue.name"])
async def test_only_what_customers_read_can_be_changed(world, visit, key):
    assert (await (await visit("administrator")).post("/texts/zh-CN", key=key, text="x", revision="0"))[
        0
    ] == 404


async def test_an_auditor_reads_them_and_changes_nothing(world, visit):
    auditor = await visit("auditor")
    for path in ("/levels/stars5", "/promises", "/texts/en", "/texts/zh-TW?q=%E6%82%A8"):
        status, html = await auditor.get(path)
        assert (status, html.count('method="post"')) == (200, 1), path
    assert (await auditor.get("/texts/xx"))[0] == 404
