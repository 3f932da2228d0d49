"""Diagnose the board: three sprints with one planted cause, evidence at a price, causes ranked with probabilities."""
