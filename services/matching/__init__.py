"""Matching owns who does what for whom: requests, the claims on them, deliveries and their confirmation.

One room is its own, `engine`, and pure: which offers fit, when a slot is free, the best whole assignment.
"""
