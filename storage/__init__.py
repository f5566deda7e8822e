"""What is kept, and the law on what is kept."""
