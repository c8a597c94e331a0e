"""The fault rig: real processes, faults of every kind, and a ledger that finds what is lost. `make chaos` runs it."""
