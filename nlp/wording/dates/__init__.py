"""Days named in words and figures."""
