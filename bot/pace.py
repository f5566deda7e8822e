"""How fast one address may send, so that nobody else waits; how long to wait before the next attempt."""


def pause(attempts: int, longest: float) -> float:
    """Seconds to wait after so many attempts: 1, 2, 4, 8 … from none on, and never more than `longest`."""
    return min(2.0 ** min(attempts, 30), longest)


class Pace:
    """Lets `rate` messages a second through for each address, `burst` of them at once (a leaky bucket).

    Kept as one number an address: the moment at which its bucket is empty again. Then the address is
    forgotten."""

    def __init__(self, rate: float, burst: int, remember: int = 10_000) -> None:
        self._interval = 1 / rate
        self._depth = burst / rate
        self._remember = remember
        self._empty_at: dict[str, float] = {}

    def allows(self, address: str, now: float) -> bool:
        """Whether one more message of this address may pass at `now` (seconds). One fuller than it can be
        was filled before the clock went back: it counts as empty."""
        known = self._empty_at.get(address, now)
        empty_at = (known if now < known <= now + self._depth else now) + self._interval
        if empty_at - now > self._depth:
            return False
        if len(self._empty_at) >= self._remember:
            self._empty_at = {key: at for key, at in self._empty_at.items() if now < at <= now + self._depth}
        self._empty_at[address] = empty_at
        return True
