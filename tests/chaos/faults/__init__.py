"""The faults, by name. Each does its harm, undoes it, and says whether it really struck."""

from tests.chaos.faults import broker, links, members, processes, work
from tests.chaos.faults.fault import FAULTS, Fault

__all__ = ["FAULTS", "Fault", "broker", "links", "members", "processes", "work"]
