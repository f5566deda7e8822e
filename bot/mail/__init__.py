"""MIME in, text out: what a customer wrote in a mail, and what is no reply at all. Pure."""

from bot.mail.reading import read

__all__ = ["read"]
