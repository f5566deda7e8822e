"""Words whose term is over go, kind by kind (PIPL 19); that they were there, scores and states stay.

`find` looks where nobody waits, `empty` does it with the same verbs as erasing, a portion at a time; up to
where each kind has been looked through stands in `counters`. What a complaint was led by goes with the
complaint, not before.
"""

from storage.retention.emptying import empty
from storage.retention.finding import KINDS, Found, find
from storage.retention.previewing import MOST, tonight

__all__ = ["KINDS", "MOST", "Found", "empty", "find", "tonight"]
