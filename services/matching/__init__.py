"""Matching owns who does what for whom: requests, the claims on them, deliveries and their confirmation."""
