"""Signing in by the organisation's own service: the good road, and each wrong token refused with its text."""

import hmac
import json
import re
import time
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs
from yarl import URL

from storage import db, events, users
from storage.domain import totp
from storage.tables import identities, sessions, signins
from storage.tables import users as accounts
from tests.admin import issuer as service
from tests.admin.web.conftest import token
from tests.admin.web.world import PASSWORD

TOKEN, STALE, NOBODY = "没有通过检查", "不是从这个浏览器开始的", "没有和您对应的可用账号"


@pytest.fixture
def kind():
    """The SQL is asked of both in tests/storage/test_identities.py."""
    return "sqlite"


@pytest.fixture
async def issuer(aiohttp_server, settings, engine, world):
    """The service, known to the door; the handler's login is their mail address."""
    made = service.Issuer()
    server = await aiohttp_server(made.app())
    made.url = settings.oidc_issuer = str(server.make_url("/")).rstrip("/")
    settings.oidc_client, settings.oidc_secret = service.CLIENT, service.SECRET
    with db.writing(engine) as session:
        session.execute(
            update(accounts).where(accounts.c.login == "handler").values(login="handler@qinghe.example")
        )
    return made


async def led(visitor, path):
    """(status, where to)"""
    answer = await visitor.client.get(path, allow_redirects=False)
    return answer.status, answer.headers.get("Location", "")


async def way(visitor, issuer, path="/sign-in/oidc"):
    """There, and signed in there: the path of ours to come back by."""
    status, there = await led(visitor, path)
    assert (status, there.startswith(f"{issuer.url}/authorize?ui=staff&")) == (303, True), there
    return issuer.sign_in(there)


def of(engine, user, trigger):
    """What the events of this trigger say of the user."""
    with db.reading(engine) as session:
        return [each["target"] for each in events.of(session, "user", user) if each["trigger"] == trigger]


async def test_the_good_road(engine, issuer, world, visit):
    stranger = await visit()
    assert 'href="/sign-in/oidc"' in (await stranger.get("/sign-in"))[1]
    back = await way(stranger, issuer, "/sign-in/oidc?back=/complaints?state=open")
    assert await led(stranger, back) == (303, "/complaints?state=open")
    assert "handler先生" in (await stranger.get("/me"))[1]
    assert await led(stranger, "/sign-in/oidc") == (303, "/")
    user = world.staff["handler"]
    assert (of(engine, user, "identity"), of(engine, user, "sign_in")) == (["on"], ["oidc"])
    issuer.claims = {"email": "moved@qinghe.example", "email_verified": False}
    second = await visit()
    assert await led(second, await way(second, issuer)) == (303, "/"), "known by the subject from now on"
    assert issuer.asked == {"itself": 1, "keys": 1, "token": 2}
    with db.reading(engine) as session:
        assert session.scalars(select(signins.c.kind)).all() == []


async def test_a_curve_signs_as_well_and_a_new_key_is_asked_for_once(issuer, visit):
    stranger, other = await visit(), await visit()
    assert (await led(stranger, await way(stranger, issuer)))[0] == 303
    issuer.keys, issuer.signs = ["one", "ec"], (service.key("ec"), "ES256", "ec")
    assert await led(other, await way(other, issuer)) == (303, "/")
    assert issuer.asked["keys"] == 2


def forged(claims, header, signature=b""):
    """A token put together by hand."""
    parts = [urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=") for each in (header, claims)]
    sealed = signature(b".".join(parts)) if signature else b""
    return b".".join([*parts, urlsafe_b64encode(sealed).rstrip(b"=")]).decode()


def unsigned(claims):
    return forged(claims, {"alg": "none", "typ": "JWT"})


def by_public_key(claims):
    """HS256, the public key as the secret."""
    return forged(
        claims,
        {"alg": "HS256", "kid": "one"},
        lambda text: hmac.digest(service.pem("one"), text, "sha256"),
    )


NOW = int(time.time())
WRONG = {
    "iss": ({"claims": {"iss": "https://evil.example"}}, TOKEN),
    "aud": ({"claims": {"aud": "another"}}, TOKEN),
    "aud and no azp": ({"claims": {"aud": ["manyi", "another"]}}, TOKEN),
    "azp": ({"claims": {"azp": "another"}}, TOKEN),
    "nonce": ({"claims": {"nonce": "0" * 64}}, TOKEN),
    "no nonce": ({"claims": {"nonce": None}}, TOKEN),
    "no subject": ({"claims": {"sub": None}}, TOKEN),
    "long subject": ({"claims": {"sub": "x" * 256}}, TOKEN),
    "exp": ({"claims": {"exp": NOW - 120}}, "核对服务器的时钟"),
    "iat": ({"claims": {"iat": NOW + 3600}}, "核对服务器的时钟"),
    "no exp": ({"claims": {"exp": None}}, TOKEN),
    "key": ({"signs": (service.key("two"), "RS256", "one")}, TOKEN),
    "kid": ({"signs": (service.key("two"), "RS256", "two")}, TOKEN),
    "no kid of two keys": ({"signs": (service.key("one"), "RS256", None), "keys": ["one", "two"]}, TOKEN),
    "algorithm": ({"signs": (service.key("one"), "PS256", "one")}, TOKEN),
    "none": ({"forge": unsigned}, TOKEN),
    "public key as secret": ({"forge": by_public_key}, TOKEN),
    "mail not verified": ({"claims": {"email_verified": False}}, "请先在那边验证邮箱"),
    "mail verified in words": ({"claims": {"email_verified": "true"}}, "请先在那边验证邮箱"),
    "no mail": ({"claims": {"email": None}}, "请先在那边验证邮箱"),
    "no account": ({"claims": {"email": "nobody@qinghe.example"}}, NOBODY),
    "secret": ({"error": "invalid_client"}, "核对 MANYI_OIDC_CLIENT"),
}


@pytest.mark.parametrize("what", WRONG)
async def test_a_wrong_token_lets_nobody_in(what, engine, issuer, visit, monkeypatch):
    given, said = WRONG[what]
    for name, value in given.items():
        if name == "forge":
            monkeypatch.setattr(service.jwt, "encode", lambda claims, *_, forge=value, **__: forge(claims))
        else:
            setattr(issuer, name, value)
    stranger = await visit()
    status, html = await stranger.get(await way(stranger, issuer))
    assert (status, said in html) == (403, True), html
    assert (await stranger.get("/"))[0] == 303
    with db.reading(engine) as session:
        assert session.execute(select(identities)).all() == session.execute(select(sessions)).all() == []


async def test_who_may_not_come_in_reads_the_same_whoever_it_is(engine, issuer, world, visit):
    stranger = await visit()
    await led(stranger, await way(stranger, issuer))
    told = set()
    for change in ({"sub": "other"}, {"email": "nobody@qinghe.example", "sub": "other"}, {}):
        if not change:
            with db.writing(engine) as session:
                users.set_active(session, world.staff["handler"], active=False)
        issuer.claims = change
        other = await visit()
        status, html = await other.get(await way(other, issuer))
        told.add((status, html.replace(token(html), "")))
    assert len(told) == 1, "the mail address has passed on; nobody's; kept out"
    assert NOBODY in told.pop()[1]


async def test_a_state_is_good_once_in_one_browser_in_time(engine, issuer, visit):
    first, second = await visit(), await visit()
    back = await way(first, issuer)
    assert STALE in (await second.get(back))[1], "no cookie"
    await way(second, issuer)
    assert STALE in (await second.get(back))[1], "of another"
    assert await led(first, back) == (303, "/")
    assert (await first.get(back))[0] == 403, "again"
    late = await visit()
    back = await way(late, issuer)
    with db.writing(engine) as session:
        session.execute(update(signins).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    assert STALE in (await late.get(back))[1]
    assert STALE in (await late.get("/sign-in/oidc/back"))[1]
    assert issuer.asked["token"] == 1


async def test_the_log_says_which_check_failed_and_nothing_of_who_it_was(issuer, visit):
    told = set()
    for change in ({"nonce": "another"}, {"aud": "another"}, {"email": "nobody@elsewhere.example"}):
        issuer.claims = change
        stranger = await visit()
        with capture_logs() as lines:
            assert (await stranger.get(await way(stranger, issuer)))[0] == 403
        (line,) = (each for each in lines if "refused" in each["event"])
        told.add((line["why"], line["error"], line["where"]))
        assert "elsewhere.example" not in str(lines)
    assert len(told) == 3, told


@pytest.mark.parametrize(
    ("change", "said"),
    [({"iss": "https://evil.example"}, TOKEN), ({"error": "access_denied"}, "没有让您登录")],
)
async def test_an_answer_of_another_kind(change, said, issuer, visit):
    stranger = await visit()
    back = URL(await way(stranger, issuer)).update_query(change)
    status, html = await stranger.get(str(back))
    assert (status, said in html) == (403, True)
    assert "token" not in issuer.asked


async def test_who_is_refused_there_is_led_on_by_their_password(engine, issuer, visit):
    issuer.claims = {"email": "nobody@elsewhere.example", "email_verified": True}
    stranger = await visit()
    status, html = await stranger.get(await way(stranger, issuer, "/sign-in/oidc?back=/complaints/1"))
    assert (status, 'action="/sign-in?back=%2Fcomplaints%2F1"' in html) == (403, True)


async def test_back_is_a_page_of_ours_alone(issuer, visit):
    for back, to in (
        ("https://evil.example/x", "/x"),
        ("//evil.example/x", "/x"),
        ("/%5Cevil.example", "/"),
        ("javascript:alert(1)", "/"),
    ):
        stranger = await visit()
        path = await way(stranger, issuer, f"/sign-in/oidc?back={back}")
        assert await led(stranger, path) == (303, to), back


@pytest.mark.parametrize(
    ("says", "said"),
    [
        ({"issuer": "https://evil.example"}, "自称的网址"),
        ({"token_endpoint": "http://192.0.2.1/token"}, "看不懂"),
        (None, "连不上"),
    ],
)
async def test_a_service_that_cannot_be_trusted_or_reached(says, said, issuer, settings, visit):
    issuer.says = says or {}
    if says is None:
        settings.oidc_issuer = "http://127.0.0.1:9"
    status, html = await (await visit()).get("/sign-in/oidc")
    assert (status, said in html, 'name="password"' in html) == (403, True, True)


async def test_our_own_second_factor_is_asked_for_where_there_is_one(engine, issuer, settings, world, visit):
    settings.second_factor = "handler"
    stranger = await visit()
    await led(stranger, await way(stranger, issuer))
    assert await led(stranger, "/complaints") == (303, "/me/second-factor"), "they must set it up"
    at, user = datetime.now(UTC) - timedelta(hours=1), world.staff["handler"]
    with db.writing(engine) as session:
        users.propose(session, user)
        key = users.second_factor(session, user).key
        users.confirm(session, user, totp.code(key, totp.step(at)), at)
    stranger = await visit()
    assert await led(stranger, await way(stranger, issuer)) == (303, "/sign-in/code")
    assert (await led(stranger, "/me"))[0] == 303
    stranger.csrf = token((await stranger.get("/sign-in/code"))[1])
    code = totp.code(key, totp.step(datetime.now(UTC)))
    assert (await stranger.post("/sign-in/code", code=code))[0] == 303
    assert (await stranger.get("/me"))[0] == 200


async def test_passwords_may_be_for_administrators_alone(issuer, settings, visit):
    settings.oidc_only = True
    for login, typed, status, said in (
        ("viewer", PASSWORD, 403, "只能用单位的账号"),
        ("viewer", "wrong password", 403, "只能用单位的账号"),
        ("administrator", PASSWORD, 303, ""),
    ):
        stranger = await visit()
        html = (await stranger.get("/sign-in"))[1]
        stranger.csrf = token(html)
        assert "管理员用密码登录" in html
        found, html = await stranger.post("/sign-in", login=login, password=typed)
        assert (found, said in html) == (status, True)


async def test_signing_out_here_leads_to_signing_out_there(issuer, visit):
    visitor = await visit("viewer")
    answer = await visitor.client.post("/sign-out", data={"csrf": visitor.csrf}, allow_redirects=False)
    assert answer.headers["Location"] == "/sign-in?out"
    assert 'href="/sign-in/oidc/out"' in (await visitor.get("/sign-in?out"))[1]
    status, there = await led(visitor, "/sign-in/oidc/out")
    found = URL(there)
    assert (status, found.path, found.query["client_id"]) == (303, "/leave", service.CLIENT)
    assert found.query["post_logout_redirect_uri"].endswith("/sign-in")


async def test_where_one_cannot_sign_out_there_it_is_said(issuer, visit):
    issuer.says = {"end_session_endpoint": None}
    assert "请到那边自己退出" in (await (await visit()).get("/sign-in/oidc/out"))[1]


@pytest.fixture
async def proving(engine, issuer, settings, world, visit):
    """A handler without a password, whose proof is old; what they want to do."""
    settings.oidc_only = True
    visitor = await visit()
    await led(visitor, await way(visitor, issuer))
    later(engine)
    visitor.csrf = token((await visitor.get("/me"))[1])
    return visitor


def later(engine):
    """All proofs are eleven minutes old."""
    with db.writing(engine) as session:
        session.execute(update(sessions).values(proved_at=datetime.now(UTC) - timedelta(minutes=11)))


async def test_who_has_no_password_proves_it_there(engine, issuer, proving, world):
    status, html = await proving.post("/me/second-factor", note="写好的字")
    assert (status, 'target="_blank"' in html, 'type="password"' in html) == (403, True, False)
    assert "写好的字" in html
    status, html = await proving.post("/me/second-factor", proof="")
    assert (status, "还没有证明是您本人" in html) == (403, True)
    assert (await proving.post("/me/second-factor", proof=PASSWORD))[0] == 403, "a password is worth nothing"
    status, there = await led(proving, "/prove/oidc?back=/prove/oidc/done")
    assert {"prompt": "login", "max_age": "0"}.items() <= URL(there).query.items()
    assert await led(proving, issuer.sign_in(there)) == (303, "/prove/oidc/done")
    assert "已经确认是您本人" in (await proving.get("/prove/oidc/done"))[1]
    assert (await proving.post("/me/second-factor", proof=""))[0] == 303
    assert of(engine, world.staff["handler"], "proof") == ["oidc"]


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"auth_time": NOW - 3600}, "没有让您重新登录"),
        ({"auth_time": None}, "没有让您重新登录"),
        ({"auth_time": True}, "没有让您重新登录"),
        ({"sub": "other", "email": "nobody@qinghe.example"}, "另一个人的账号"),
    ],
)
async def test_a_proof_that_is_none(claims, said, issuer, proving):
    issuer.claims = claims
    status, html = await proving.get(await way(proving, issuer, "/prove/oidc"))
    assert (status, said in html) == (403, True)
    assert (await proving.post("/me/second-factor", proof=""))[0] == 403


async def test_a_proof_begun_by_one_proves_nothing_of_another(issuer, proving, visit):
    back = await way(proving, issuer, "/prove/oidc")
    await proving.post("/sign-out")
    assert STALE in (await proving.get(back))[1]
    other = await visit("viewer")
    assert STALE in (await other.get(await way(proving, issuer)))[1]


@pytest.mark.parametrize(("language", "said"), [("zh-TW", "信箱還沒有驗證過"), ("en", "it is not verified")])
async def test_it_is_said_in_each_language(language, said, issuer, visit):
    issuer.claims, stranger = {"email_verified": False}, await visit()
    stranger.client.session.headers["Accept-Language"] = language
    assert said in (await stranger.get(await way(stranger, issuer)))[1]


async def test_an_administrator_takes_an_account_there_away(engine, issuer, world, visit):
    colleague, administrator = await visit(), await visit("administrator")
    await led(colleague, await way(colleague, issuer))
    user = world.staff["handler"]
    assert f'action="/users/{user}/unlink"' in (await administrator.get("/users"))[1]
    assert (await administrator.post(f"/users/{user}/unlink"))[0] == 303
    assert (await colleague.get("/me"))[0] == 303
    for issuer.claims in ({}, {"sub": "another of theirs"}):
        status, html = await colleague.get(await way(colleague, issuer))
        assert (status, NOBODY in html) == (403, True), "not by mail any more"
    html = (await administrator.get("/users"))[1]
    assert (f'action="/users/{user}/by-mail"' in html, "不按邮箱连接" in html) == (True, True)
    assert (await administrator.post(f"/users/{user}/by-mail"))[0] == 303
    assert "不按邮箱连接" not in (await administrator.get("/users"))[1]
    assert "可以按邮箱连上" in (await administrator.get("/audit"))[1]
    assert await led(colleague, await way(colleague, issuer)) == (303, "/")
    assert of(engine, user, "identity") == ["on", "off", "by_mail", "on"]


async def test_who_was_unlinked_by_an_administrator_links_it_again_after_a_proof(
    engine, issuer, world, visit
):
    colleague, administrator, user = await visit(), await visit("administrator"), world.staff["handler"]
    await led(colleague, await way(colleague, issuer))
    assert (await administrator.post(f"/users/{user}/unlink"))[0] == 303
    colleague.csrf = token((await colleague.get("/sign-in"))[1])
    signed = await colleague.post("/sign-in", login="handler@qinghe.example", password=PASSWORD)
    assert signed[0] == 303
    colleague.csrf = token((await colleague.get("/me"))[1])
    assert await led(colleague, await linking(colleague, issuer)) == (303, "/me#identity")
    stranger = await visit()
    assert await led(stranger, await way(stranger, issuer)) == (303, "/")
    assert f"/users/{user}/by-mail" not in (await administrator.get("/users"))[1]


async def test_without_a_service_there_is_none_of_it(world, visit):
    visitor = await visit("viewer")
    for path in ("/sign-in/oidc/back?state=x", "/sign-in/oidc/out", "/prove/oidc", "/prove/oidc/done"):
        assert (await visitor.get(path))[0] in (403, 404), path
    for path in ("/me/identity", "/me/identity/unlink"):
        assert (await visitor.post(path))[0] == 404, path
    assert "/me/identity" not in (await visitor.get("/me"))[1]
    html = (await (await visit()).get("/sign-in"))[1]
    assert "oidc" not in html


WANG = {"email": "wang@qinghe.example", "sub": "w1"}
"""Whose login here is no mail address."""

NOT_LINKED = "没有连上"


async def linking(visitor, issuer):
    """There, to link: the path of ours to come back by."""
    status, html = await visitor.post("/me/identity")
    there = unescape(re.search(r'href="([^"]+/authorize[^"]+)"', html)[1])
    assert (status, there.startswith(issuer.url)) == (200, True)
    assert {"prompt": "login", "max_age": "0"}.items() <= URL(there).query.items()
    return issuer.sign_in(there)


async def test_who_comes_by_password_links_an_account_there_and_unlinks_it(engine, issuer, world, visit):
    wang, beside, user = await visit("viewer"), await visit("viewer"), world.staff["viewer"]
    issuer.claims, twice = WANG, await linking(beside, issuer)
    assert NOBODY in (await (stranger := await visit()).get(await way(stranger, issuer)))[1]
    later(engine)
    status, html = await wang.post("/me/identity")
    assert (status, "您的登录密码" in html, "/prove/oidc" in html) == (403, True, False), "not linked yet"
    status, html = await wang.post("/me/identity", proof=PASSWORD)
    assert (status, "/authorize?" in html) == (200, True)
    assert await led(wang, await linking(wang, issuer)) == (303, "/me#identity")
    html = (await wang.get("/me"))[1]
    assert all(each in html for each in (issuer.url, "<dd>w1</dd>", 'action="/me/identity/unlink"'))
    stranger = await visit()
    assert await led(stranger, await way(stranger, issuer)) == (303, "/")
    assert await led(beside, twice) == (303, "/me#identity"), "it is theirs already"
    later(engine)
    status, html = await wang.post("/me/identity/unlink")
    assert (status, 'href="/prove/oidc?back=' in html) == (403, True)
    assert (await wang.post("/me/identity/unlink", proof=PASSWORD))[0] == 303
    assert 'action="/me/identity"' in (await wang.get("/me"))[1]
    assert (await stranger.get("/me"))[0] == 303, "signed out elsewhere"
    assert of(engine, user, "identity") == ["on", "off"]


async def test_linking_is_of_one_browser_and_one_session(engine, issuer, world, visit):
    first, second, issuer.claims = await visit("viewer"), await visit("viewer"), WANG
    back = await linking(first, issuer)
    assert STALE in (await second.get(back))[1], "another browser"
    await linking(second, issuer)
    assert STALE in (await second.get(back))[1], "of another's state"
    for role in ("handler", "viewer"):
        with db.writing(engine) as session:
            signed = users.sign_in(session, world.staff[role], datetime.now(UTC))
        first.client.session.cookie_jar.update_cookies({"manyi": signed.token})
        assert STALE in (await first.get(back))[1], "another session of this browser"
    with db.reading(engine) as session:
        assert session.execute(select(identities)).all() == []
    assert "token" not in issuer.asked


async def test_an_account_there_that_may_not_be_linked_reads_the_same(engine, issuer, world, visit):
    colleague, wang, beside = await visit(), await visit("viewer"), await visit("viewer")
    second, told = await linking(beside, issuer), set()
    told.add(await wang.get(await linking(wang, issuer)))  # their mail address is a login
    await led(colleague, await way(colleague, issuer))
    for active in (True, False):
        with db.writing(engine) as session:
            users.set_active(session, world.staff["handler"], active=active)
        told.add(await wang.get(await linking(wang, issuer)))
    issuer.claims = WANG
    await led(wang, await linking(wang, issuer))
    issuer.claims = {**WANG, "sub": "w2"}
    told.add(await beside.get(second))  # they have one
    assert len(told) == 1, told
    status, html = told.pop()
    assert (status, NOT_LINKED in html) == (403, True)
    assert len(of(engine, world.staff["viewer"], "identity_failed")) == 4
    with db.reading(engine) as session:
        assert len(session.execute(select(identities)).all()) == 2


async def test_who_has_no_other_way_in_cannot_unlink_it(engine, issuer, proving, world):
    await led(proving, await way(proving, issuer, "/prove/oidc"))
    html = (await proving.get("/me"))[1]
    assert ('action="/me/identity/unlink"' in html, "断开就进不来了" in html) == (False, True)
    status, html = await proving.post("/me/identity/unlink")
    assert (status, "断开就进不来了" in html) == (403, True)
    assert of(engine, world.staff["handler"], "identity") == ["on"]
