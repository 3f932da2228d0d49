"""Drills: interview exercises with a known right answer or a stated rubric. Models and content, no widgets."""
