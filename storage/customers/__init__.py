"""Customers: those who are known beforehand, and the file that staff keep of one (A8).

The message road begins those whom it meets."""

from storage.customers.known import NEVER, Known, add, erased, know, made_up, names

__all__ = ["NEVER", "Known", "add", "erased", "know", "made_up", "names"]
