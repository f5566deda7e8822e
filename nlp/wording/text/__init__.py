"""A customer's text made ready to read: normal form, slips mended, clauses, numerals, matters."""
