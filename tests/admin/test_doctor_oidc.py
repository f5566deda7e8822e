"""What the doctor says of the organisation's sign-in service: what is wrong, what to do."""

import asyncio

import pytest

from admin import doctor_oidc
from admin.commands.doctor import line
from storage.settings import Settings
from tests.admin.issuer import Issuer


@pytest.mark.parametrize(
    ("says", "keys", "key", "word"),
    [
        ({}, ["one"], "oidc_ok", "/sign-in/oidc/back"),
        ({}, ["ec"], "oidc_ok", "https://manyi.example"),
        ({"issuer": "https://evil.example"}, ["one"], "oidc_other_issuer", "MANYI_OIDC_ISSUER"),
        ({"jwks_uri": "http://192.0.2.1/keys"}, ["one"], "oidc_stranger", "openid-configuration"),
        ({"jwks_uri": None}, ["one"], "oidc_stranger", "openid-configuration"),
        ({}, [], "oidc_stranger", "openid-configuration"),
    ],
)
async def test_what_the_service_says_of_itself(says, keys, key, word, aiohttp_server):
    issuer = Issuer()
    issuer.says, issuer.keys = says, keys
    issuer.url = str((await aiohttp_server(issuer.app())).make_url("/")).rstrip("/")
    given = {"oidc_issuer": f"{issuer.url}/", "oidc_client": "manyi", "admin_url": "https://manyi.example"}
    settings = Settings(_env_file=None, **given)  # type: ignore[arg-type]
    (found,) = await asyncio.to_thread(lambda: list(doctor_oidc.examine(settings)))
    assert (found.key, found.grade) == (key, "good" if key == "oidc_ok" else "bad")
    assert word in line(found.key, found.values)


def test_a_service_out_of_reach_and_an_address_that_nobody_else_reaches():
    settings = Settings(_env_file=None, oidc_issuer="http://127.0.0.1:9", oidc_client="manyi")  # type: ignore[call-arg]
    assert [each.key for each in doctor_oidc.examine(settings)] == ["oidc_unreachable", "oidc_outside"]
    assert list(doctor_oidc.examine(Settings(_env_file=None))) == []  # type: ignore[call-arg]
