"""Storing with the `eventsourcing` library, on SQLite and on PostgreSQL."""
