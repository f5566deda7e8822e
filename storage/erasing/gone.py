"""What stands in the place of an address that is no more."""

from typing import Final

GONE: Final = "erased:"
"""How it begins; the id of its row follows."""
