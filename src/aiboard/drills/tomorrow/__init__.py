"""Tomorrow: forty minutes through all of it, and one page of what to read again."""
