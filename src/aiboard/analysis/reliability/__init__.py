"""Reliability: how far a score tells players apart, measured on simulated players who play on several seeds."""
