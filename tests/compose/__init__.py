"""`make test-compose`: the stack of deploy/compose.yaml in a real Docker, beside one that may be running already."""
