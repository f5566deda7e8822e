"""What a yes/no question turns on, and how it is answered."""
