"""The way people write it: a find and an insert per command, a message per event, an update per message."""
