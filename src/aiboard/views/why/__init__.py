"""What a number is, what moved it and what can be done about it."""
