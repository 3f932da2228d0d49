"""Charts as geometry and as text."""
