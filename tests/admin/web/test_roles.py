"""Which role may do what. The table is written out: a route that is new or changed has to be entered here."""

import re

import pytest

from admin.pace import Pace
from admin.pages import ROLES, pages
from storage.domain.handling import STAFF
from storage.settings import Settings
from storage.users import accounts
from tests import route_table

TABLE = {
    ("GET", "/"): "viewer",
    ("GET", "/search"): "viewer",
    ("GET", "/sign-in/oidc"): "anyone",
    ("GET", "/sign-in/oidc/back"): "anyone",
    ("GET", "/sign-in/oidc/out"): "anyone",
    ("GET", "/prove/oidc"): "viewer",
    ("GET", "/prove/oidc/done"): "viewer",
    ("POST", "/me/identity"): "viewer",
    ("POST", "/me/identity/unlink"): "viewer",
    ("POST", "/users/{id:[0-9]{1,9}}/unlink"): "administrator",
    ("POST", "/users/{id:[0-9]{1,9}}/by-mail"): "administrator",
    ("GET", "/matters"): "viewer",
    ("GET", "/texts/{subject:answer|complaint}/{id:[0-9]{1,9}}"): "viewer",
    ("POST", "/texts/{subject:answer|complaint}/{id:[0-9]{1,9}}"): "handler",
    ("POST", "/texts/{subject:answer|complaint}/{id:[0-9]{1,9}}/undo"): "handler",
    ("GET", "/follow-ups"): "viewer",
    ("POST", "/follow-ups"): "handler",
    ("POST", "/follow-ups/{subject:answer|complaint}/{id:[0-9]{1,9}}/{state:done|dismissed}"): "handler",
    ("POST", "/follow-ups/{subject:answer|complaint}/{id:[0-9]{1,9}}/reopen"): "handler",
    ("GET", "/taxonomy"): "auditor",
    ("POST", "/taxonomy"): "administrator",
    ("POST", "/taxonomy/text"): "administrator",
    ("POST", "/taxonomy/back"): "administrator",
    ("GET", "/talks"): "viewer",
    ("GET", "/talks/{id:[0-9]{1,9}}"): "viewer",
    ("POST", "/talks/{id:[0-9]{1,9}}/hold"): "handler",
    ("POST", "/talks/{id:[0-9]{1,9}}/say"): "handler",
    ("POST", "/talks/{id:[0-9]{1,9}}/release"): "handler",
    ("POST", "/talks/{id:[0-9]{1,9}}/answers/{answer:[0-9]{1,9}}/correct"): "handler",
    ("GET", "/complaints"): "viewer",
    ("POST", "/complaints"): "handler",
    ("POST", "/complaints/{id:[0-9]{1,9}}/concern"): "department_head",
    ("GET", "/complaints/{id:[0-9]{1,9}}"): "viewer",
    ("GET", "/complaints/new"): "handler",
    ("POST", "/complaints/new"): "handler",
    ("POST", "/complaints/{id:[0-9]{1,9}}/files"): "handler",
    ("GET", "/customers"): "viewer",
    ("POST", "/customers"): "handler",
    ("GET", "/customers/new"): "handler",
    ("POST", "/customers/new"): "handler",
    ("GET", "/customers/{id:[0-9]{1,9}}"): "viewer",
    ("GET", "/customers/{id:[0-9]{1,9}}/edit"): "handler",
    ("POST", "/customers/{id:[0-9]{1,9}}/edit"): "handler",
    ("POST", "/customers/{id:[0-9]{1,9}}/show"): "handler",
    ("POST", "/customers/{id:[0-9]{1,9}}/contacts"): "handler",
    ("POST", "/customers/{id:[0-9]{1,9}}/contacts/back"): "handler",
    ("POST", "/customers/{id:[0-9]{1,9}}/hold"): "handler",
    ("POST", "/customers/{id:[0-9]{1,9}}/requests"): "handler",
    ("POST", "/customers/{id:[0-9]{1,9}}/lift"): "manager",
    ("POST", "/complaints/{id:[0-9]{1,9}}/hold"): "handler",
    ("POST", "/complaints/{id:[0-9]{1,9}}/lift"): "manager",
    ("POST", "/customers/{id:[0-9]{1,9}}/contacts/{contact:[0-9]{1,9}}/drop"): "handler",
    ("POST", "/customers/{id:[0-9]{1,9}}/orders"): "handler",
    ("POST", "/customers/{id:[0-9]{1,9}}/orders/{order:[0-9]{1,9}}/drop"): "handler",
    ("GET", "/customers/{id:[0-9]{1,9}}/join"): "handler",
    ("POST", "/customers/{id:[0-9]{1,9}}/join"): "handler",
    ("POST", "/customers/{id:[0-9]{1,9}}/joinings/{joining:[0-9]{1,9}}/undo"): "handler",
    ("GET", "/visits"): "viewer",
    ("GET", "/visits/new"): "handler",
    ("POST", "/visits/new"): "handler",
    ("POST", "/complaints/{id:[0-9]{1,9}}/show"): "handler",
    ("POST", "/complaints/{id:[0-9]{1,9}}/answer"): "handler",
    ("POST", "/complaints/{id:[0-9]{1,9}}/note"): "handler",
    ("POST", "/complaints/{id:[0-9]{1,9}}/{trigger:accept|refuse|verify}"): "handler",
    ("POST", "/complaints/{id:[0-9]{1,9}}/{trigger:investigate|implement|withdraw|reopen}"): "handler",
    ("POST", "/complaints/{id:[0-9]{1,9}}/{act:amend|assess|assign|close|refer|merge|link|split}"): "handler",
    ("POST", "/complaints/{id:[0-9]{1,9}}/conclude"): "handler",
    ("POST", "/complaints/{id:[0-9]{1,9}}/pause"): "handler",
    ("POST", "/complaints/{id:[0-9]{1,9}}/resume"): "handler",
    ("GET", "/complaints/{id:[0-9]{1,9}}/together"): "handler",
    ("POST", "/complaints/{id:[0-9]{1,9}}/together"): "handler",
    ("GET", "/complaints/statistics"): "viewer",
    ("POST", "/complaints/statistics.csv"): "auditor",
    ("GET", "/parked"): "viewer",
    ("POST", "/parked"): "handler",
    ("POST", "/parked/{id:[0-9]{1,9}}/put-back"): "handler",
    ("POST", "/parked/{id:[0-9]{1,9}}/dismiss"): "handler",
    ("GET", "/parked/mails/{id:[0-9]{1,9}}"): "auditor",
    ("POST", "/parked/mails/{id:[0-9]{1,9}}/show"): "handler",
    ("POST", "/parked/mails/{id:[0-9]{1,9}}/put-back"): "handler",
    ("POST", "/parked/mails/{id:[0-9]{1,9}}/dismiss"): "handler",
    ("POST", "/parked/jobs/{kind:[a-z_]{1,40}}/again"): "handler",
    ("GET", "/files/{id:[0-9]{1,9}}"): "auditor",
    ("GET", "/files/{id:[0-9]{1,9}}/thumbnail"): "auditor",
    ("GET", "/requests"): "viewer",
    ("GET", "/requests/{id:[0-9]{1,9}}"): "viewer",
    ("POST", "/requests/{id:[0-9]{1,9}}/give"): "handler",
    ("POST", "/requests/{id:[0-9]{1,9}}/download"): "handler",
    ("POST", "/requests/{id:[0-9]{1,9}}/erase"): "handler",
    ("POST", "/requests/{id:[0-9]{1,9}}/refuse"): "handler",
    ("GET", "/responses"): "viewer",
    ("POST", "/lists/{list:[a-z_]{1,20}}/export"): "auditor",
    ("POST", "/lists/{list:[a-z_]{1,20}}/views"): "viewer",
    ("POST", "/lists/{list:[a-z_]{1,20}}/views/{id:[0-9]{1,9}}/drop"): "viewer",
    ("GET", "/responses/{id:[0-9]{1,9}}"): "viewer",
    ("GET", "/responses/new"): "handler",
    ("POST", "/responses/new"): "handler",
    ("POST", "/responses/new/read"): "handler",
    ("POST", "/responses/{id:[0-9]{1,9}}/answers/{answer:[0-9]{1,9}}/correct"): "handler",
    ("POST", "/responses/{id:[0-9]{1,9}}/files"): "handler",
    ("GET", "/surveys"): "viewer",
    ("GET", "/surveys/{key:[A-Za-z0-9_]{1,40}}"): "viewer",
    ("GET", "/surveys/{key:[A-Za-z0-9_]{1,40}}/compare"): "viewer",
    ("GET", "/surveys/{key:[A-Za-z0-9_]{1,40}}/versions/{number:[0-9]{1,9}}/toml"): "viewer",
    ("GET", "/surveys/{key:[A-Za-z0-9_]{1,40}}/versions/{number:[0-9]{1,9}}/preview"): "viewer",
    (
        "POST",
        "/surveys/{key:[A-Za-z0-9_]{1,40}}/versions/{number:[0-9]{1,9}}/{trigger:approve|publish|retire}",
    ): "administrator",
    (
        "POST",
        "/surveys/{key:[A-Za-z0-9_]{1,40}}/versions/{number:[0-9]{1,9}}/{trigger:discard|restore}",
    ): "handler",
    ("GET", "/surveys-new"): "handler",
    ("POST", "/surveys-new"): "handler",
    ("POST", "/surveys-new/import"): "handler",
    ("GET", "/surveys/{key:[A-Za-z0-9_]{1,40}}/edit"): "handler",
    ("POST", "/surveys/{key:[A-Za-z0-9_]{1,40}}/check"): "handler",
    ("POST", "/surveys/{key:[A-Za-z0-9_]{1,40}}/save"): "handler",
    ("POST", "/surveys/{key:[A-Za-z0-9_]{1,40}}/copy"): "handler",
    ("POST", "/surveys/{key:[A-Za-z0-9_]{1,40}}/link"): "handler",
    ("GET", "/guide"): "viewer",
    ("GET", "/rounds"): "viewer",
    ("GET", "/rounds/new"): "handler",
    ("POST", "/rounds/new"): "handler",
    ("GET", "/rounds/{id:[0-9]{1,9}}"): "viewer",
    ("GET", "/rounds/{id:[0-9]{1,9}}/plan"): "handler",
    ("POST", "/rounds/{id:[0-9]{1,9}}/plan"): "handler",
    ("POST", "/rounds/{id:[0-9]{1,9}}/{trigger:start|pause|resume|close}"): "handler",
    ("POST", "/rounds/{id:[0-9]{1,9}}/cancel"): "handler",
    ("POST", "/rounds/{id:[0-9]{1,9}}/again"): "handler",
    ("POST", "/rounds/{id:[0-9]{1,9}}/remedy"): "handler",
    ("GET", "/rounds/template.xlsx"): "handler",
    ("POST", "/rounds/{id:[0-9]{1,9}}/choose"): "handler",
    ("POST", "/rounds/{id:[0-9]{1,9}}/clear"): "handler",
    ("POST", "/rounds/{id:[0-9]{1,9}}/import"): "handler",
    ("POST", "/rounds/{id:[0-9]{1,9}}/links"): "handler",
    ("GET", "/imports/{id:[0-9]{1,9}}"): "handler",
    ("GET", "/imports/{id:[0-9]{1,9}}/faults.csv"): "handler",
    ("POST", "/imports/{id:[0-9]{1,9}}/take"): "handler",
    ("POST", "/imports/{id:[0-9]{1,9}}/drop"): "handler",
    ("GET", "/settings"): "viewer",
    ("GET", "/jobs"): "auditor",
    ("GET", "/audit"): "auditor",
    ("GET", "/privacy"): "auditor",
    ("POST", "/privacy/confirm"): "administrator",
    ("POST", "/texts/{language:[A-Za-z-]{2,10}}/look"): "administrator",
    ("GET", "/tokens"): "administrator",
    ("POST", "/tokens"): "administrator",
    ("POST", "/tokens/{id:[0-9]{1,9}}/revoke"): "administrator",
    ("GET", "/imports"): "handler",
    ("POST", "/imports"): "handler",
    ("GET", "/everything"): "administrator",
    ("POST", "/everything"): "administrator",
    ("GET", "/hooks"): "administrator",
    ("POST", "/hooks"): "administrator",
    ("GET", "/hooks/{id:[0-9]{1,9}}"): "administrator",
    ("POST", "/hooks/{id:[0-9]{1,9}}/{to:on|off}"): "administrator",
    ("POST", "/hooks/{id:[0-9]{1,9}}/test"): "administrator",
    ("POST", "/hooks/{id:[0-9]{1,9}}/hurry"): "administrator",
    ("POST", "/hooks/{id:[0-9]{1,9}}/sends/{send:[0-9]{1,9}}/again"): "administrator",
    ("POST", "/hooks/{id:[0-9]{1,9}}/drop"): "administrator",
    ("POST", "/jobs/{kind:[a-z_]{1,40}}/again"): "administrator",
    ("POST", "/jobs/{kind:[a-z_]{1,40}}/drop"): "administrator",
    ("GET", "/departments"): "auditor",
    ("POST", "/departments"): "administrator",
    ("POST", "/departments/{id:[0-9]{1,9}}/retire"): "administrator",
    ("GET", "/users"): "auditor",
    ("POST", "/users"): "administrator",
    ("POST", "/users/{id:[0-9]{1,9}}/place"): "administrator",
    ("POST", "/users/{id:[0-9]{1,9}}/keep-out"): "administrator",
    ("POST", "/users/{id:[0-9]{1,9}}/let-in"): "administrator",
    ("POST", "/users/{id:[0-9]{1,9}}/second-factor"): "administrator",
    ("POST", "/users/{id:[0-9]{1,9}}/sign-out"): "administrator",
    ("POST", "/users/{id:[0-9]{1,9}}/password"): "administrator",
    ("GET", "/rules"): "auditor",
    ("GET", "/rules/{kind:policy|calendar}"): "auditor",
    ("POST", "/rules/{kind:policy|calendar}"): "administrator",
    ("POST", "/rules/{kind:policy|calendar}/preview"): "administrator",
    ("POST", "/rules/{kind:policy|calendar}/form"): "administrator",
    ("POST", "/rules/{kind:policy|calendar}/again"): "administrator",
    ("POST", "/rules/{kind:calendar}/day"): "administrator",
    ("GET", "/phrases"): "auditor",
    ("POST", "/phrases"): "department_head",
    ("POST", "/phrases/{id:[0-9]{1,9}}"): "department_head",
    ("POST", "/phrases/{id:[0-9]{1,9}}/retire"): "department_head",
    ("GET", "/me/weekly"): "handler",
    ("POST", "/me/weekly"): "handler",
    ("POST", "/me/weekly/stop"): "handler",
    ("GET", "/me"): "viewer",
    ("POST", "/me/link"): "handler",
    ("POST", "/me/mail"): "handler",
    ("GET", "/me/mail/{token:[A-Za-z0-9_-]{20,80}}"): "handler",
    ("POST", "/me/mail/{token:[A-Za-z0-9_-]{20,80}}"): "handler",
    ("POST", "/me/test"): "handler",
    ("POST", "/me/stop"): "viewer",
    ("GET", "/me/password"): "viewer",
    ("POST", "/me/password"): "viewer",
    ("GET", "/me/second-factor"): "viewer",
    ("POST", "/me/second-factor"): "viewer",
    ("POST", "/me/second-factor/confirm"): "viewer",
    ("POST", "/me/second-factor/codes"): "viewer",
    ("POST", "/me/second-factor/off"): "viewer",
    ("GET", "/me/sessions"): "viewer",
    ("POST", "/me/sessions/end"): "viewer",
    ("POST", "/me/sessions/end-others"): "viewer",
    ("POST", "/prove"): "viewer",
    ("GET", "/start"): "anyone",
    ("POST", "/start"): "anyone",
    ("GET", "/start/survey"): "administrator",
    ("POST", "/start/survey"): "administrator",
    ("GET", "/start/{group:telegram|mail}"): "administrator",
    ("POST", "/start/{group:telegram|mail}"): "administrator",
    ("POST", "/start/pass/{step:survey|telegram|mail|poster}"): "administrator",
    ("GET", "/start/poster"): "administrator",
    ("POST", "/start/poster"): "administrator",
    ("POST", "/start/end"): "administrator",
    ("GET", "/levels"): "auditor",
    ("GET", "/levels-new"): "administrator",
    ("GET", "/levels/{key:[A-Za-z0-9_]{1,40}}"): "auditor",
    ("POST", "/levels/{key:[A-Za-z0-9_]{1,40}}"): "administrator",
    ("POST", "/levels/{key:[A-Za-z0-9_]{1,40}}/preview"): "administrator",
    ("POST", "/levels/{key:[A-Za-z0-9_]{1,40}}/form"): "administrator",
    ("POST", "/levels/{key:[A-Za-z0-9_]{1,40}}/again"): "administrator",
    ("GET", "/promises"): "auditor",
    ("POST", "/promises"): "administrator",
    ("POST", "/promises/preview"): "administrator",
    ("POST", "/promises/form"): "administrator",
    ("POST", "/promises/again"): "administrator",
    ("GET", "/texts"): "auditor",
    ("GET", "/texts/{language:[A-Za-z-]{2,10}}"): "auditor",
    ("POST", "/texts/{language:[A-Za-z-]{2,10}}"): "administrator",
    ("POST", "/texts/{language:[A-Za-z-]{2,10}}/again"): "administrator",
    ("GET", "/channels"): "administrator",
    ("POST", "/channels/{group:telegram|mail}"): "administrator",
    ("POST", "/channels/address"): "administrator",
    ("GET", "/organisation"): "administrator",
    ("POST", "/organisation"): "administrator",
    ("GET", "/logo"): "anyone",
    ("GET", "/poster"): "handler",
    ("GET", "/poster/print"): "handler",
    ("POST", "/poster/print"): "handler",
    ("GET", "/sign-in"): "anyone",
    ("POST", "/sign-in"): "anyone",
    ("GET", "/sign-in/code"): "anyone",
    ("POST", "/sign-in/code"): "anyone",
    ("POST", "/sign-out"): "viewer",
    ("GET", "/enter/{key}"): "anyone",
    ("GET", "/look/{name:[a-z]{1,10}}"): "anyone",
    ("GET", "/components"): "administrator",
    ("GET", "/language/{name:[A-Za-z-]{2,10}}"): "anyone",
}


def thing_of(path):
    return path.split("/")[1]


def address(path, world):
    """The path with what exists in the world."""
    thing = thing_of(path)
    number = {"talks": world.talk, "complaints": world.complaint, "parked": world.parked}.get(thing, 1)
    named = path.replace("{id:[0-9]{1,9}}", str(number)).replace("{key}", "no-such-key")
    named = named.replace("{list:[a-z_]{1,20}}", "customers")
    for part in ("contact", "order", "joining"):
        named = named.replace(f"{{{part}:[0-9]{{1,9}}}}", "1")
    named = named.replace("{answer:[0-9]{1,9}}", "1").replace("{name:[A-Za-z-]{2,10}}", "en")
    named = named.replace("{trigger:start|pause|resume|close}", "start").replace(
        "{kind:calendar}", "calendar"
    )
    named = named.replace("{to:on|off}", "off").replace("{send:[0-9]{1,9}}", "1")
    named = named.replace("{kind:policy|calendar}", "policy").replace(
        "{token:[A-Za-z0-9_-]{20,80}}", "x" * 43
    )
    named = named.replace("{key:[A-Za-z0-9_]{1,40}}", "satisfaction").replace("{number:[0-9]{1,9}}", "1")
    named = named.replace("{trigger:approve|publish|retire}", "retire")
    named = named.replace("{trigger:discard|restore}", "discard").replace("{kind:[a-z_]{1,40}}", "inspect")
    named = named.replace("{subject:answer|complaint}", "answer").replace("{state:done|dismissed}", "done")
    named = named.replace("{trigger:accept|refuse|verify}", "accept")
    named = named.replace("{key:[A-Za-z0-9_]{1,40}}", "stars5").replace("{language:[A-Za-z-]{2,10}}", "en")
    named = named.replace("{group:telegram|mail}", "mail").replace(
        "{step:survey|telegram|mail|poster}", "mail"
    )
    return named.replace("{trigger:investigate|implement|withdraw|reopen}", "investigate").replace(
        "{act:amend|assess|assign|close|refer|merge|link|split}", "assess"
    )


def test_the_table_names_every_route():
    routes = [route for page in pages(Settings(demo=True)) for route in page.routes]
    assert {(route.method, route.path): route.role for route in routes} == TABLE


def test_the_docs_show_the_table_as_it_is():
    assert route_table.PAGE.read_text("utf-8") == route_table.written(), "python -m tests.route_table"


def test_without_a_demonstration_there_is_no_guided_page():
    assert "guide" not in {page.key for page in pages(Settings(demo=False))}


@pytest.mark.parametrize("role", ["", *ROLES[1:]])
async def test_each_route_lets_in_whom_the_table_names(role, world, visit, monkeypatch):
    monkeypatch.setattr(Pace, "wait", lambda *_: 0)  # more are asked for here in a minute than anybody does
    for (method, path), lowest in {**TABLE, ("GET", "/live"): "viewer"}.items():
        leads_back = thing_of(path) == "language" or path in ("/sign-in/code", "/start")
        if (path in ("/sign-out", "/live") and role) or (leads_back and not role):
            continue  # ends the session; stays open; leads back, as refusing a stranger does
        visitor = await visit(role)
        where = address(path, world)
        status, body = await (visitor.get(where) if method == "GET" else visitor.post(where, words="好"))
        allowed = ROLES.index(role or "anyone") >= ROLES.index(lowest)
        refused = "您的账号不能做这件事" in body if role else status == 303
        assert refused is not allowed, (method, where, role, status)


def test_accounts_have_the_roles_that_pages_know_and_the_law_knows_who_acts():
    assert {*accounts.ROLES} == {*ROLES} - {"anyone"}
    assert {*STAFF} - {"owner"} == {*ROLES[ROLES.index("handler") :]}


def test_what_an_auditor_may_use_only_reads():
    posted = {path: role for (method, path), role in TABLE.items() if method == "POST"}
    lowest = ROLES.index("auditor")
    theirs = {path for path, role in posted.items() if ROLES.index(role) <= lowest}
    own = {path for path in theirs if path.startswith(("/sign-", "/me/", "/lists/")) or path == "/start"}
    assert theirs == own | {"/prove", "/complaints/statistics.csv"}, "of their own, at most"


def done(html):
    """What the forms of a page do; besides taking a list along and keeping a view of one's own."""
    told = re.findall(r'<form\b[^>]*method="post"[^>]*>', html)
    actions = [re.search(r'action="([^"]*)"', each)[1] for each in told]
    return [each for each in actions if not each.startswith("/lists/parked/")]


async def test_an_auditor_reads_what_waits_and_is_offered_nothing_to_do(world, visit):
    _, html = await (await visit("auditor")).get("/parked")
    assert "物流慢" in html
    assert done(html) == ["/sign-out"]


async def test_a_viewer_is_offered_nothing_to_do_and_sees_no_parked_words(world, visit):
    visitor = await visit("viewer")
    for path in (f"/talks/{world.talk}", f"/complaints/{world.complaint}", "/parked"):
        _, html = await visitor.get(path)
        assert done(html) == ["/sign-out"], path
    assert "物流慢" not in (await visitor.get("/parked"))[1]
