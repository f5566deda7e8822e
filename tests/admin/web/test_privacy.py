"""The record of processing and the impact assessment: written from the settings, blanks for the lawyer."""

import re
from dataclasses import replace

from admin import privacy_record
from storage import consents, db, definitions, retention
from storage.domain.retention import WORDS
from storage.settings import Settings
from tests.admin.web.world import NOW

TEXTS = definitions.texts("zh-CN")
SECRET = "hunter2-in-the-url"


def test_channels_that_are_off_are_no_recipients():
    assert not list(privacy_record.recipients(Settings(_env_file=None), TEXTS))


def test_channels_that_are_on_are_named_without_their_secrets():
    settings = Settings(
        _env_file=None,
        telegram_token="1:abcdef",
        smtp_url=f"smtps://us:{SECRET}@smtp.example.cn:465",
        imap_url=f"imaps://us:{SECRET}@imap.example.cn/INBOX",
        clamd="127.0.0.1:3310",
        mail_from="us@example.cn",
    )
    found = list(privacy_record.recipients(settings, TEXTS))
    assert [each.abroad for each in found] == [True, False, False, False]
    told = str(found)
    assert "smtp.example.cn" in told
    assert SECRET not in told
    assert "abcdef" not in told
    assert {each.now for each in privacy_record.cases(settings, TEXTS) if "境外" in each.name} == {True}


def test_each_term_of_words_is_in_the_record():
    assert set(WORDS) == set(retention.KINDS)
    assert set(WORDS) <= {term for term in privacy_record.TERM_OF.values() if term}
    terms = replace(definitions.policy().retention, talks=0, visits=400)
    kept = {each.name: each.kept for each in privacy_record.activities(terms, TEXTS)}
    assert kept["走访和来电记录"] == "400 天"
    assert kept["网页、Telegram、邮件里的对话"].startswith("一直")


async def test_the_page_has_the_record_what_goes_and_who_agreed(engine, world, visit):
    with db.writing(engine) as session:
        rows = [("1", True), ("1", False), ("2<b>", True)]
        consents.keep(
            session,
            [
                consents.Consent(conversation_id=world.talk, version=version, given=given, at=NOW)
                for version, given in rows
            ],
        )
    status, html = await (await visit("auditor")).get("/privacy")
    assert status == 200
    assert html.count("请填写：") >= 10
    assert "没有向境外提供个人信息" in html
    assert ("写在纸上" in html, "的“保存多久”里改" in html, "[retention]" in html) == (True, True, False)
    assert "2&lt;b&gt;" in html
    cells = re.findall(r'<td data-name="下一次清多少">([^<]*)</td>', html)
    assert cells == ["0"] * len(WORDS)


async def test_terms_are_confirmed_before_words_go(world, visit, settings):
    settings.demo = False
    auditor, admin = await visit("auditor"), await visit("administrator")
    assert "还没有人确认过期限" in (await admin.get("/"))[1]
    assert "还没有人确认过期限" not in (await auditor.get("/"))[1]
    _, html = await auditor.get("/privacy")
    assert ("所以还没有清空过任何字句" in html, "/privacy/confirm" in html) == (True, False)
    mark = re.search(r'name="terms" value="([^"]+)"', (await admin.get("/privacy"))[1])[1]
    assert (await auditor.post("/privacy/confirm", terms=mark))[0] == 403
    status, html = await admin.post("/privacy/confirm", terms="1-2-3-4-5")
    assert (status, 'role="alert"' in html) == (409, True)
    assert (await admin.post("/privacy/confirm", terms=mark))[0] == 303
    assert "还没有人确认过期限" not in (await admin.get("/"))[1]
    assert "/privacy/confirm" not in (await admin.get("/privacy"))[1]
