"""One log per service, and all that is read from it."""
