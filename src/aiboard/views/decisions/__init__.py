"""Decisions as dialogs show them."""
