"""What people do while faults strike: each story is one life of a wish, a need or an offer."""
