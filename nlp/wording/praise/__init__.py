"""Praise and blame: words, what is around them, and what the whole comes to."""
