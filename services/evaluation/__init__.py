"""Evaluation owns what it was worth: facts, schemes and, computed from both, scorecards.

One room is its own: `scoring`, the pure craft of turning facts and schemes into points.
"""
