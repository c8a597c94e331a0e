"""Consuming with FastStream: an update per message."""
