"""What a manager reads on one page, and in the weekly summary: the same figures, put together once."""
