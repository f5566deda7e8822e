"""Answers that must be exact: amounts, codes, telephone numbers."""
