"""What may be said again only after a while."""


class Seldom:
    """Lets one through for each key in so many seconds; remembers at most `remember` keys, the newest."""

    def __init__(self, seconds: float, remember: int = 10_000) -> None:
        self._seconds = seconds
        self._remember = remember
        self._said: dict[str, float] = {}

    def allows(self, key: str, now: float) -> bool:
        """Whether it may be said at `now` (seconds on a monotonic clock); then it counts as said."""
        said = self._said.get(key)
        if said is not None and now - said < self._seconds:
            return False
        self._said.pop(key, None)
        if len(self._said) >= self._remember:
            del self._said[next(iter(self._said))]
        self._said[key] = now
        return True

    def forget(self, key: str) -> None:
        """It was not said after all."""
        self._said.pop(key, None)
