"""Two tiny services on the real kernel."""
