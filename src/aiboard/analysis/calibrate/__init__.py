"""Calibration: whether the world is as it was meant to be, measured on many games."""
