"""The one-line text form of every action, and words for the engine's costs and refusals."""
