"""Full-text search in Chinese over what customers wrote, what was said to them, complaints and file names.

The worker keeps an index of short pieces of the texts (`grams`), alike on both databases. The index only says
where to look: what is shown, and whether it may be, is read from the live rows (docs/adr/0035).
"""

from storage.search import compacting
from storage.search.finding import Found, Hit, Wanted, find
from storage.search.keeping import JOB, Batch, begin, keep, next_batch
from storage.search.matching import Snippet
from storage.search.sources import PARTS, Live
from storage.search.standing import Progress, progress
from storage.search.typed import LONGEST, Unsearchable, apart, terms

__all__ = [
    "JOB",
    "LONGEST",
    "PARTS",
    "Batch",
    "Found",
    "Hit",
    "Live",
    "Progress",
    "Snippet",
    "Unsearchable",
    "Wanted",
    "apart",
    "begin",
    "compacting",
    "find",
    "keep",
    "next_batch",
    "progress",
    "terms",
]
