"""The figures of responses by day and month, kept so that pages need not count them again.

A day is kept a while after it is over, a month when all its days are. They hold until something that they
count changes: triggers note of which day (migration 0017), it is then counted from the rows by who asks, and
kept again by the worker's next round. So what is kept says the same as what is counted.
"""

from storage.response_months.finding import Found, find
from storage.response_months.keeping import JOB, begin, keep
from storage.response_months.reading import heard

__all__ = ["JOB", "Found", "begin", "find", "heard", "keep"]
