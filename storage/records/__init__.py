"""What programs read, a row a record: through the API, and in the export of everything. Without what is kept
from who reads, who was forgotten, and what only tried something out."""

from storage.records.kinds import KINDS
from storage.records.reading import Asked, Kind, listing, one, there
from storage.records.responses import answers_of
from storage.records.surveys import asked_by

__all__ = ["KINDS", "Asked", "Kind", "answers_of", "asked_by", "listing", "one", "there"]
