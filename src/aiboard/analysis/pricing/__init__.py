"""Prices: what each decision of a game was worth, given what the player could know when it was taken.

`game.price_game` works them out, with numpy; `model` is what faces read, without it.
"""
