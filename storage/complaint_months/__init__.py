"""The statistics of complaints by month of receipt, kept so that long spans need not be counted again.

A month is kept when it is over: of all complaints, of each kind, and in each kind of each key of KEPT. It
holds until something happens to one of its complaints, or falls due: then it is counted anew from the rows
by who asks, and kept again by the worker's next round. So what is kept says the same as what is counted.

Products are customers' own words: what is kept of a month goes when one of its complaints is erased.
"""

from storage.complaint_months.finding import Found, find
from storage.complaint_months.keeping import JOB, begin, keep
from storage.complaint_months.reading import KEPT, figures
from storage.complaint_months.remembering import counted
from storage.complaint_months.standing import forget

__all__ = ["JOB", "KEPT", "Found", "begin", "counted", "figures", "find", "forget", "keep"]
