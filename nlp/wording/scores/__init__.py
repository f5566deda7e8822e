"""Scores said as numbers, and the ladder of levels they stand on."""
