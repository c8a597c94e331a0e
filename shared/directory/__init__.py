"""What every service keeps of registry's facts: the community tree and its places, organizations, and who reads notices
online.

Its rooms are those of a service. Each service stores these events in its own log, so it can be rebuilt from that alone.
"""
