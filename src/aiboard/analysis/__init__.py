"""Analysis: what many games, or one finished game, say. Everything that plays many games goes through `runner`."""
