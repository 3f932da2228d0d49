"""Views of datasets."""
