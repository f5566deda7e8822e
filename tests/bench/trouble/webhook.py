"""Telegram's webhook at every bot in turn, a fifth of the updates twice and a tenth out of their order."""

from tests.bench.storm import Storm

REPEAT, REORDER = 0.2, 0.1


async def harm(storm: Storm, count: int) -> None:
    """Until so many customers have come."""
    telegram = storm.standin
    assert telegram is not None
    telegram.faults.set(repeat=REPEAT, reorder=REORDER)
    await telegram.until(lambda: telegram.calls.get("setWebhook", 0) >= len(storm.bots), "the webhook")
    urls = [f"{storm.house.url(bot)}/telegram" for bot in storm.bots]
    await telegram.webhook.set(urls, telegram.webhook.secret)
    for number in range(1, count + 1):
        await storm.until(lambda number=number: len(storm.takers) >= number, "another customer")  # type: ignore[misc]
    storm.faults["customers at the webhook"] += len(storm.chatters)
