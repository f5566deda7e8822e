"""The first start: a house without an account leads whoever comes to it through its opening."""
