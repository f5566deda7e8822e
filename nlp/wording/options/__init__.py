"""Options named: what they may be called, which are mentioned, chosen and put aside."""
