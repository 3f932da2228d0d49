"""The textbook beside the player: where the usual advice, plainly followed, was worth less on what was known.

`compare.compare` works it out, with numpy; `model` is what faces read, without it.
"""
