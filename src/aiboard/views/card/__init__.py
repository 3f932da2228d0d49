"""Views of one card."""
