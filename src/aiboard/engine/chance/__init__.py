"""Luck: the mixer, tables, hidden quantities, and what is dealt on day 0."""
