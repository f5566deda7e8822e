"""A demo organisation: made-up customers, half a year of answers, a dozen complaints; all marked as demo."""

from admin.demo.filling import fill, filled

__all__ = ["fill", "filled"]
