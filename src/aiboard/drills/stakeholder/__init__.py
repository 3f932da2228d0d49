"""Stakeholder, in a room: somebody asks from a board, the reply is taken apart, what is missing is asked for."""
