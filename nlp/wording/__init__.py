"""How customers put things: normal form, clauses, numbers, degrees, choices, wishes. The words: nlp/data."""
