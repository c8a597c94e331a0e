"""How large a spreadsheet may be. Nothing is imported here, so that the child starts at once."""

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5000
MOST_COLUMNS = 60
MOST_IN_CELL = 10_000
MOST_IN_ALL = 5_000_000
"""Characters: a short file can say one long text in each of its cells."""
