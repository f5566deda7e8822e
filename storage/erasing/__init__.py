"""A customer is forgotten (A5, GB/T 35273 8.3): `erase` empties every place where their words or contacts
stand.

What tells nobody who it was stays: values, scores, dates, states, the history. Then `tell` says so where it
was asked for, and `forget` takes the address away.
"""

from storage.erasing.emptying import STATISTICS, erase
from storage.erasing.forgetting import JOB, LATEST, SOON, Forgotten, forget, rest, tell

__all__ = ["JOB", "LATEST", "SOON", "STATISTICS", "Forgotten", "erase", "forget", "rest", "tell"]
