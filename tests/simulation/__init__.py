"""Two services in simulated processes over an in-memory MongoDB and RabbitMQ, in virtual time, seeded.

Log, handler, tail, projector, relay, inbox, positions and parked are the real ones. `python -m tests.simulation`.
"""
