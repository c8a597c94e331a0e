"""`make up` and `make down`: the stack of deploy/compose.yaml. Needs Docker and Python, none of our packages."""
