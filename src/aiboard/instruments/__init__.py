"""Analyses that work on counts, scores and steps, in the game and on real files.

Nothing here imports another part of the product. Every function takes plain values.
"""
