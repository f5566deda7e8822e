"""Customers from a table (顾客名单): its head names the columns, each further row is a customer or faults.

Pure. What a cell may say is data (storage/data/importing.toml).
"""

from storage.domain.importing.columns import (
    FIELDS,
    MOST_COLUMNS,
    REQUIRED,
    Fault,
    Head,
    Ways,
    cell,
    head,
    normal,
    ways,
)
from storage.domain.importing.customer import LONGEST, LONGEST_OWN, Customer, Row
from storage.domain.importing.places import address, harmless
from storage.domain.importing.table import MOST_ROWS, Table

__all__ = [
    "FIELDS",
    "LONGEST",
    "LONGEST_OWN",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "REQUIRED",
    "Customer",
    "Fault",
    "Head",
    "Row",
    "Table",
    "Ways",
    "address",
    "cell",
    "harmless",
    "head",
    "normal",
    "ways",
]
