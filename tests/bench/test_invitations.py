"""A few hundred invited while the bot is killed: nobody is sent to twice, and the fate of each is known."""

from tests.bench.invitations import _wrong, campaign


async def test_nobody_is_invited_twice_though_the_bot_is_killed(tmp_path):
    told = await campaign(tmp_path, customers=250, kills=2, answers=3, seed=5, quiet=True)
    assert told.wrong == []
    assert told.kills == 2
    assert told.states["returned"] == 3
    assert told.states.get("bounced", 0) <= 6  # blocked, or never there; some may be in doubt
    assert sum(told.states.values()) == 250
    assert told.doubted <= 2 * 64


def test_it_would_be_noticed():
    assert list(_wrong(2, "delivered", "")) == ["sent 2 times", "delivered, but sent 2 times"]
    assert list(_wrong(0, "issued", "")) == ["nobody knows what became of it"]
    assert list(_wrong(1, "issued", "in_doubt")) == []
