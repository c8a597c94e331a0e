"""Copies of all that can't be derived: logs, vault, positions, what is parked and asked for; the keys apart from them.

All services' databases are taken at one instant, while they are written to. What makes that cheap is the log: what
stands in it never changes, so only its end is read at that instant and everything before it once, at leisure.
"""
