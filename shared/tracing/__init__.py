"""One trace from a click to the last service that hears of it."""
