"""What a row of each kind says, and what it would do."""
