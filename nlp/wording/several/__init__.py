"""One text that answers several questions, taken apart."""
