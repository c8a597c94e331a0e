"""The HTTP edge: who calls, what they may, and how commands, documents and refusals travel."""
