"""One file a system: what happens to the board on a day."""
