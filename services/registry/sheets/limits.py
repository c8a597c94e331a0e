"""How large a spreadsheet may be. Nothing is imported here, so that the child starts at once."""

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5000
MOST_COLUMNS = 60
