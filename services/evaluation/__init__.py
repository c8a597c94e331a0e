"""Evaluation owns what it was worth: facts, schemes and, computed from both, scorecards.

Two rooms are its own, both pure: `scoring` makes points of facts and schemes, `scorecard` what people see of them.
"""
