"""Views of the whole board."""
