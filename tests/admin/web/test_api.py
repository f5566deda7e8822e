"""Programs read and change what there is: by a token, within its scopes, under the same law as the pages."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from admin import pace, web
from admin.api import operations
from storage import complaints, db, looks, tokens, users
from storage.customers import contacting, keeping
from storage.tables import complaints as table
from storage.tables import customers, events, responses, seals
from storage.tables import tokens as token_table
from tests.admin.web.world import NOW

BASE = "/api/v1"


class Program:
    """Calls with one token; says what it asks for in English."""

    def __init__(self, client, token):
        self.client, self.token = client, token

    async def call(self, method, path, body=None, **headers):
        """(status, what was told, headers); `body` is sent as JSON, bytes as they are."""
        sent = {"Accept-Language": "en", **({"Authorization": f"Bearer {self.token}"} if self.token else {})}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        answer = await self.client.request(method, BASE + path, data=data, headers=sent)
        return answer.status, json.loads(await answer.read()), answer.headers

    async def get(self, path, **headers):
        return (await self.call("GET", path, **headers))[:2]

    async def post(self, path, body, **headers):
        return (await self.call("POST", path, body, **headers))[:2]


@pytest.fixture
async def client(engine, settings, aiohttp_client):
    return await aiohttp_client(web.app(engine, settings))


@pytest.fixture
def program(engine, world, client):
    """`program(*scopes, role=…)`: one with a token of this member of staff; without scopes, with all."""

    def make(*scopes, role="administrator", days=30):
        with db.writing(engine) as session:
            by = world.staff[role]
            _, token = tokens.make(session, "程序", scopes or tokens.SCOPES, days, by, datetime.now(UTC))
        return Program(client, token)

    return make


def sample(operation, world):
    """The address of this operation with what exists in the world."""
    return operation.path.replace("{id}", str(world.complaint)).replace("{trigger}", "investigate")


async def test_without_a_token_or_its_scope_nothing_is_told(program, client, world):
    stranger, wrong = Program(client, ""), Program(client, "manyi_wrong")
    for each in operations():
        path = sample(each, world)
        for nobody in (stranger, wrong):
            status, told, headers = await nobody.call(each.method, path, {})
            assert (status, told["code"]) == (401, "token"), each.name
            assert headers["WWW-Authenticate"] == "Bearer"
    for scope in {each.scope for each in operations()}:
        others = program(*set(tokens.SCOPES) - {scope})
        for each in operations():
            if each.scope == scope:
                status, told, _ = await others.call(each.method, sample(each, world), {})
                assert (status, told["code"], told["scope"]) == (403, "scope", scope), each.name


async def test_a_token_ends_with_its_time_with_its_maker_and_when_it_is_revoked(engine, world, program):
    for end in (
        lambda session, key: tokens.revoke(session, key, world.staff["administrator"], NOW),
        lambda session, _: users.set_active(session, world.staff["manager"], False),
        lambda session, key: session.execute(
            update(token_table).where(token_table.c.id == key).values(expires_at=NOW - timedelta(days=1))
        ),
    ):
        one = program("customers:read", role="manager")
        assert (await one.get("/customers"))[0] == 200
        with db.writing(engine) as session:
            end(session, max(each.id for each in tokens.listing(session)))
        assert (await one.get("/customers"))[0] == 401
        with db.writing(engine) as session:
            users.set_active(session, world.staff["manager"], True)


async def test_it_may_no_more_than_who_made_it(program):
    viewer = program(role="viewer")
    assert (await viewer.get("/complaints"))[0] == 200
    assert (await viewer.post("/customers", {"name": "王小明"}))[1]["code"] == "role"


async def test_while_the_database_is_away_each_call_is_asked_to_come_again(program, world, away):
    one = program()
    with away():
        for each in operations():
            status, told, headers = await one.call(each.method, sample(each, world), {})
            assert (status, told["code"], headers["Retry-After"]) == (503, "out_of_reach", "10"), each.name
    assert (await one.get("/customers"))[0] == 200


async def test_no_cookie_opens_it(visit, world):
    visitor = await visit("administrator")
    status, _ = await visitor.get(f"{BASE}/customers")
    assert status == 401


@pytest.mark.parametrize(
    ("language", "words"), [("zh-CN", "令牌不对"), ("zh-TW", "權杖不對"), ("en", "The token")]
)
async def test_what_is_wrong_is_said_in_the_language_asked_for(client, language, words):
    _, told, headers = await Program(client, "").call("GET", "/customers", Accept_Language=language)
    assert told["title"].startswith(words)
    assert (headers["Content-Language"], headers["Content-Type"]) == (language, "application/problem+json")


async def test_a_customer_is_begun_read_and_changed(program):
    one = program()
    status, made, headers = await one.call("POST", "/customers", {"name": "王小明", "own": {"工厂": "二厂"}})
    assert (status, made["name"], made["own"], made["kind"]) == (201, "王小明", {"工厂": "二厂"}, "external")
    path = f"/customers/{made['id']}"
    status, changed, headers = await one.call("PATCH", path, {"segment": "北区"}, If_Match=headers["ETag"])
    assert (status, changed["segment"], changed["name"]) == (200, "北区", "王小明")
    assert headers["ETag"] == '"2"'
    assert (await one.call("PATCH", path, {"name": "x"}, If_Match='"1"'))[:2][0] == 412
    assert (await one.call("PATCH", path, {"name": "x"}))[0] == 428
    assert (await one.call("PATCH", path, {"name": "x"}, If_Match="1"))[0] == 400
    status, told = await one.post("/customers", {"note": "无名"})
    assert (status, told["errors"][0]["pointer"], told["errors"][0]["code"]) == (422, "/name", "nobody")
    assert (await one.get("/customers?name=王小明"))[1]["data"][0]["id"] == made["id"]
    assert (await one.get("/customers/999999"))[1]["code"] == "not_found"


async def test_a_number_that_another_has_is_a_conflict(program):
    one = program()
    first = (await one.post("/customers", {"number": "K1"}))[1]["id"]
    status, told = await one.post("/customers", {"number": "K1"}, Idempotency_Key="a")
    assert (status, told["code"], told["customer_id"]) == (409, "number_taken", first)
    assert (told["errors"][0]["pointer"], told["errors"][0]["code"]) == ("/number", "taken")
    second = (await one.post("/customers", {"number": "K2"}, Idempotency_Key="a"))[1]["id"]
    status, told, _ = await one.call("PATCH", f"/customers/{second}", {"number": "K1"}, If_Match='"1"')
    assert (status, told["customer_id"]) == (409, first)
    assert (await one.call("PATCH", f"/customers/{second}", {"number": "K3"}, If_Match='"1"'))[0] == 200


async def test_contacts_are_masked_for_who_may_not_read_them(engine, world, program):
    with db.writing(engine) as session:
        told = {"name": "李", "number": "", "kind": "external", "segment": "", "note": "", "own": {}}
        key = keeping.begin(session, {**told, "high_value": False}, world.staff["handler"], NOW)
        contacting.add(session, key, "phone", "13812345678", "", world.staff["handler"], NOW)
        session.execute(update(table).values(contact="13812345678"))
    masked, opened = program("customers:read", "complaints:read"), program()
    assert (await masked.get(f"/customers/{key}"))[1]["contacts"][0]["text"] == "138****5678"
    assert (await masked.get(f"/complaints/{world.complaint}"))[1]["contact"] == "138****5678"
    assert (await opened.get("/complaints"))[1]["data"][0]["contact"] == "138****5678"
    assert (await opened.get(f"/customers/{key}"))[1]["contacts"][0]["text"] == "13812345678"
    assert (await opened.get(f"/complaints/{world.complaint}"))[1]["contact"] == "13812345678"
    with db.reading(engine) as session:
        e = events.c
        looked = session.execute(events.select().where(e.trigger == looks.LOOK).order_by(e.id)).all()
    assert [each.entity for each in looked] == ["customer", "complaint"]


async def test_a_list_goes_on_behind_its_cursor(program):
    one = program()
    made = [(await one.post("/customers", {"name": f"顾客{n}"}))[1]["id"] for n in range(5)]
    since = datetime.now(UTC) - timedelta(hours=1)
    for period in ("", f"&since={since:%Y-%m-%dT%H:%M:%SZ}"):
        seen, cursor = [], 0
        while cursor is not None:
            _, told = await one.get(f"/customers?limit=2&cursor={cursor}{period}")
            seen += [each["id"] for each in told["data"]]
            cursor = told["next"]
        assert seen[-5:] == made
        assert len(set(seen)) == len(seen)
    assert (await one.get("/customers?before=2001-01-01T00:00:00Z"))[1] == {"data": [], "next": None}


async def test_an_order_is_kept_once(program):
    one = program()
    customer = (await one.post("/customers", {"name": "王小明"}))[1]["id"]
    order = {"customer_id": customer, "number": "D1", "product": "椅子", "ordered_on": "2026-11-20"}
    status, made = await one.post("/orders", order)
    assert (status, made["ordered_on"]) == (201, "2026-11-20")
    assert (await one.post("/orders", order))[0] == 409
    assert (await one.post("/orders", {**order, "customer_id": 999_999}))[1]["errors"][0][
        "code"
    ] == "no_customer"
    assert (await one.get(f"/orders?customer_id={customer}"))[1]["data"] == [made]


async def test_what_is_asked_for_twice_with_one_key_is_done_once(program):
    one, other = program(), program()
    first = await one.post("/customers", {"name": "王小明"}, Idempotency_Key="a")
    assert await one.post("/customers", {"name": "王小明"}, Idempotency_Key="a") == first
    assert (await one.post("/customers", {"name": "李小红"}, Idempotency_Key="a"))[1]["code"] == "other_call"
    assert (await other.post("/customers", {"name": "王小明"}, Idempotency_Key="a"))[1]["id"] != first[1][
        "id"
    ]
    assert (await one.post("/customers", {"note": ""}, Idempotency_Key="b"))[0] == 422
    assert (await one.post("/customers", {"name": "赵"}, Idempotency_Key="b"))[0] == 201, "nothing was done"


async def test_a_complaint_is_registered_changed_and_moved_by_the_law(program):
    one = program()
    told = {"channel": "phone", "received_at": f"{NOW - timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"}
    told |= {"story": "椅子断了", "name": "王小明", "product": "椅子", "severity": "serious"}
    status, made, headers = await one.call("POST", "/complaints", told)
    assert (status, made["state"], made["severity"], made["product"]) == (201, "assessed", "serious", "椅子")
    path, seen = f"/complaints/{made['id']}", headers["ETag"]
    status, told, headers = await one.call("PATCH", path, {"batch": "B7"}, If_Match=seen)
    assert (status, told["batch"]) == (200, "B7")
    assert (await one.call("POST", f"{path}/investigate", {}, If_Match=seen))[0] == 412
    status, told, headers = await one.call("POST", f"{path}/investigate", {}, If_Match=headers["ETag"])
    assert (status, told["state"]) == (200, "investigating")
    status, told, _ = await one.call(
        "POST", f"{path}/close", {"outcome": "accepted"}, If_Match=headers["ETag"]
    )
    assert (status, told["code"], told["state"]) == (409, "not_now", "investigating")
    status, told, _ = await one.call("POST", f"{path}/answer", {}, If_Match=headers["ETag"])
    assert (status, told["errors"][0]["pointer"]) == (422, "/text")
    status, told, _ = await one.call("POST", f"{path}/answer", {"text": "换新"}, If_Match=headers["ETag"])
    assert told["state"] == "answered"
    assert (await one.get("/complaints?state=answered"))[1]["data"][0]["id"] == made["id"]
    status, told = await one.post(
        "/complaints", {"channel": "phone", "received_at": "2099-01-01T00:00:00Z", "story": "x"}
    )
    assert {each["code"] for each in told["errors"]} == {"in_future", "no_customer"}


async def test_a_move_that_is_repeated_with_its_key_is_made_once(program, world):
    one = program()
    path = f"/complaints/{world.complaint}"
    _, _, headers = await one.call("GET", path)
    call = ("POST", f"{path}/investigate", {})
    first = await one.call(*call, If_Match=headers["ETag"], Idempotency_Key="m")
    again = await one.call(*call, If_Match=headers["ETag"], Idempotency_Key="m")
    assert first[:2] == again[:2]
    assert first[1]["state"] == "investigating"


async def test_what_staff_do_beside_is_done_by_the_same_verbs(program, world):
    one, path = program(), f"/complaints/{world.complaint}"

    async def act(name, told, seen="", status=200):
        matched = {"If_Match": seen} if seen else {}
        answer = await one.call("POST", f"{path}/{name}", told, **matched)
        assert answer[0] == status, answer[1]
        return answer[1], answer[2].get("ETag")

    _, _, headers = await one.call("GET", path)
    seen = headers["ETag"]
    told, seen = await act("assign", {"owner_id": world.staff["handler"], "department": ""}, seen)
    assert told["owner_id"] == world.staff["handler"]
    assert (await act("assign", {}, seen, 422))[0]["errors"][0]["pointer"] == "/owner"
    told, seen = await act("pause", {"text": "请说一下型号"}, seen)
    assert (await act("pause", {"text": "再问"}, seen, 409))[0]["code"] == "paused"
    assert (await act("pause", {"text": "再问"}, '"0"', 412))[0]["code"] == "stale"
    told, seen = await act("resume", {}, seen)
    part, _ = await act("split", {"story": "另外，送货也晚了"}, seen)
    assert (part["id"] != world.complaint, part["story"]) == (True, "另外，送货也晚了")
    assert (await act("link", {"other": part["number"]}, status=201))[0]["id"] == world.complaint
    assert (await act("link", {"other": "T000000-0000"}, status=422))[0]["code"] == "unknown_other"
    await act("note", {"text": "已打电话"}, status=201)
    status, added = await one.get(f"{path}/entries?limit=1")
    assert (status, added["data"][0]["kind"], added["next"]) == (200, "question", added["data"][0]["id"])
    _, rest = await one.get(f"{path}/entries?cursor={added['next']}")
    assert [(each["kind"], each["text"]) for each in rest["data"]] == [("note", "已打电话")]
    assert (await one.get("/complaints/999999/entries"))[0] == 404
    assert (await one.post("/complaints/999999/note", {"text": "x"}))[0] == 404


async def test_a_visit_is_written_down(program, world):
    one = program()
    customer = (await one.post("/customers", {"name": "王小明"}))[1]["id"]
    told = {"kind": "call", "at": f"{NOW:%Y-%m-%dT%H:%M:%SZ}", "customer_id": customer, "matters": "新品"}
    status, made = await one.post("/visits", told)
    assert (status, made["matters"], made["customer_id"]) == (201, "新品", customer)
    wrong = {**told, "customer_id": 999_999, "complaint": "T1", "matters": "", "at": "2099-01-01T00:00:00Z"}
    status, said = await one.post("/visits", wrong)
    assert {(each["pointer"], each["code"]) for each in said["errors"]} == {
        *(("/customer_id", "no_customer"), ("/complaint", "unknown_complaint")),
        *(("/matters", "no_matters"), ("/at", "in_future")),
    }


async def test_what_has_changed_since_is_told_in_time(engine, program, world):
    one = program()
    old = (await one.post("/customers", {"name": "老顾客"}))[1]["id"]
    with db.writing(engine) as session:
        e = events.c
        at = datetime.now(UTC) - timedelta(hours=1)
        newest = session.scalars(select(e.id).order_by(e.id.desc())).first()
        row = {"first_id": 1, "upto_id": newest, "n": 1, "digest": "", "previous": "", "signature": ""}
        session.execute(insert(seals), [{**row, "at": at}])
        session.execute(update(customers).values(created_at=at))
        session.execute(update(responses).values(completed_at=datetime.now(UTC)))
    since = f"updated_since={datetime.now(UTC) - timedelta(minutes=30):%Y-%m-%dT%H:%M:%SZ}"
    for kind in ("customers", "complaints", "orders", "visits"):
        assert (await one.get(f"/{kind}?{since}"))[1]["data"] == [], kind
    assert len((await one.get(f"/responses?{since}"))[1]["data"]) == 1, "of responses it is the day"
    _, _, headers = await one.call("GET", f"/customers/{old}")
    await one.call("PATCH", f"/customers/{old}", {"segment": "北区"}, If_Match=headers["ETag"])
    new = (await one.post("/customers", {"name": "新顾客"}))[1]["id"]
    await one.post("/orders", {"customer_id": new, "number": "D1"})
    _, _, headers = await one.call("GET", f"/complaints/{world.complaint}")
    await one.call("POST", f"/complaints/{world.complaint}/investigate", {}, If_Match=headers["ETag"])
    for kind, ids in (("customers", [old, new]), ("complaints", [world.complaint])):
        assert [each["id"] for each in (await one.get(f"/{kind}?{since}"))[1]["data"]] == ids
    assert len((await one.get(f"/orders?{since}"))[1]["data"]) == 1
    assert [each["id"] for each in (await one.get(f"/customers?{since}&cursor={old}"))[1]["data"]] == [new]


async def test_a_response_is_entered_and_read(program, world):
    one = program()
    (survey,) = (await one.get("/surveys?key=satisfaction"))[1]["data"]
    asked = (await one.get(f"/surveys/{survey['id']}"))[1]["questions"]
    scale = next(each for each in asked if each["kind"] == "scale")
    words = next(each for each in asked if each["kind"] == "text")
    told = {"survey": "satisfaction", "channel": "paper", "on": "2026-11-02"}
    answers = [
        {"question": scale["key"], "value": scale["options"][-1]["key"], "comment": "很好"},
        {"question": words["key"], "value": "希望快一点"},
    ]
    status, made = await one.post("/responses", {**told, "answers": answers})
    assert (status, made["state"], made["anonymous"]) == (201, "completed", True)
    assert [(each["score"], each["comment"]) for each in made["answers"]] == [(100.0, "很好"), (None, "")]
    found = (await one.get("/responses?channel=paper&since=2026-11-01T00:00:00Z"))[1]["data"]
    assert [each["id"] for each in found] == [made["id"]]
    bad = [
        {"question": scale["key"], "value": "没有"},
        {"question": "没有", "value": 1},
        answers[0],
        answers[0],
    ]
    status, told = await one.post("/responses", {**told, "answers": bad})
    assert status == 422
    assert {(each["pointer"], each["code"]) for each in told["errors"]} == {
        ("/answers/0/value", "unfit_value"),
        ("/answers/1/question", "unknown_question"),
        ("/answers/3/question", "twice"),
    }


async def test_what_is_about_who_made_the_token_is_kept_from_it(engine, program, world):
    mine, others = program(), program(role="manager")
    with db.writing(engine) as session:
        complaints.concern(
            session, world.complaint, world.staff["administrator"], world.staff["manager"], NOW
        )
    path = f"/complaints/{world.complaint}"
    assert (await mine.get(path))[0] == 404
    assert (await others.get(path))[0] == 200
    customer = (await others.get(path))[1]["customer_id"]
    assert (await mine.get("/complaints"))[1]["data"] == []
    for kind in ("customers", "responses"):
        ids = {each.get("customer_id", each["id"]) for each in (await mine.get(f"/{kind}"))[1]["data"]}
        assert customer not in ids, kind


async def test_nor_can_it_do_anything_with_it(engine, program, world):
    mine, others = program(), program(role="manager")
    path = f"/complaints/{world.complaint}"
    _, told, headers = await others.call("GET", path)
    customer, seen = told["customer_id"], headers["ETag"]
    with db.writing(engine) as session:
        complaints.concern(
            session, world.complaint, world.staff["administrator"], world.staff["manager"], NOW
        )
    at = f"{NOW:%Y-%m-%dT%H:%M:%SZ}"
    acts = {
        "assign": {"department": "x"},
        "pause": {"text": "x"},
        "resume": {},
        "split": {"story": "x"},
        "link": {"other": told["number"]},
        "note": {"text": "x"},
        "answer": {"text": "x"},
    }
    for name, body in acts.items():
        assert (await mine.call("POST", f"{path}/{name}", body, If_Match=seen))[0] == 404, name
    assert (await mine.call("PATCH", path, {"batch": "x"}, If_Match=seen))[0] == 404
    assert (await mine.get(f"{path}/entries"))[0] == 404
    assert (await mine.call("PATCH", f"/customers/{customer}", {"note": "x"}, If_Match='"0"'))[0] == 404
    for kind, body in (
        ("orders", {"number": "D1"}),
        ("visits", {"kind": "call", "at": at, "matters": "x"}),
        ("complaints", {"channel": "phone", "received_at": at, "story": "x"}),
    ):
        status, said = await mine.post(f"/{kind}", {**body, "customer_id": customer})
        assert (status, said["errors"][0]["pointer"]) == (422, "/customer_id"), kind


async def test_who_was_forgotten_is_no_more(engine, program):
    one = program()
    made = (await one.post("/customers", {"name": "王小明"}))[1]["id"]
    with db.writing(engine) as session:
        session.execute(update(customers).where(customers.c.id == made).values(erased_at=NOW))
    assert (await one.get(f"/customers/{made}"))[0] == 404


async def test_who_calls_too_fast_waits(client, program, monkeypatch):
    counted = pace.Pace({"api": pace.Rule(2, 60)})
    monkeypatch.setattr(client.app[pace.PACE], "wait", counted.wait)
    one = program()
    assert [(await one.get("/rounds"))[0] for _ in range(3)] == [200, 200, 429]
    _, _, headers = await one.call("GET", "/rounds")
    assert int(headers["Retry-After"]) > 0


BROKEN = {
    "no JSON": b"{",
    "NaN": b'{"name": NaN}',
    "a lone surrogate": b'{"name": "\\ud800"}',
    "no UTF-8": b'{"name": "\xff"}',
    "too deep": b'{"name": ' + b"[" * 100_000,
    "a mark": b"\xef\xbb\xbf{}",
}
UNFIT = {
    "NUL": {"name": "a\x00b"},
    "a list": [1],
    "nothing": None,
    "a number": {"name": 1},
    "unknown": {"name": "x", "nam": "y"},
    "long": {"name": "x" * 201},
    "many": {"name": "x", "own": {str(n): "" for n in range(41)}},
    "deep": {"name": "x", "own": {"a": {"b": 1}}},
    "flag": {"name": "x", "high_value": "yes"},
    "kind": {"name": "x", "kind": "friend"},
}


async def test_whatever_is_sent_is_answered_clearly(program):
    one = program()
    for name, sent in BROKEN.items():
        status, told, _ = await one.call("POST", "/customers", sent)
        assert (status, told["code"]) == (400, "not_json"), name
    for name, sent in UNFIT.items():
        status, told, _ = await one.call("POST", "/customers", json.dumps(sent).encode())
        assert (status, told["code"]) == (422, "unfit"), name
        assert told["errors"], name
    assert (await one.call("POST", "/customers", b"{}", Content_Type="text/plain"))[0] == 415
    assert (await one.call("POST", "/customers", b'"' + b"x" * 2_000_000 + b'"'))[0] == 413
    assert (await one.call("DELETE", "/customers"))[0] == 405
    assert (await one.get("/nothing"))[1]["code"] == "not_found"
    for query in (
        "limit=0",
        "limit=201",
        "limit=x",
        "limit=1&limit=2",
        "other=1",
        "since=yesterday",
        "cursor=-1",
    ):
        status, told = await one.get(f"/customers?{query}")
        assert (status, told["code"]) == (400, "query"), query
    for query in ("name=%00", "since=0001-01-01T00:00:00%2B14:00", "name=%ED%A0%80"):
        assert (await one.get(f"/customers?{query}"))[0] in (200, 400), query
