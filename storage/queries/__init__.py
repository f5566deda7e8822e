"""What the staff's pages show: one file, one subject; SQL in, small values out. Previews count nowhere."""

from storage.queries.filters import Filters, Period, Sought, month_of, months
from storage.queries.marks import change_mark, counts

__all__ = ["Filters", "Period", "Sought", "change_mark", "counts", "month_of", "months"]
