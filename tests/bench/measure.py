"""What a sample cost: CPU seconds of every process by role, and what else ran on the machine meanwhile."""

import os
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import psutil

FOREIGN_AT_MOST = 0.20
"""Of one core. What others took beyond that disturbs a sample, and it is left out."""

ENOUGH = 5
"""With fewer undisturbed rounds a lane is inconclusive."""

Pids = Mapping[str, Sequence[int]]


@dataclass
class Sample:
    """One variant, measured once. `cpu` is in seconds by role, `figures` hold what else a lane looks at."""

    commands: int
    seconds: float
    cpu: dict[str, float]
    foreign: float = 0.0
    generator: float = 0.0
    figures: dict[str, float] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def micros(self) -> float:
        """CPU microseconds per command, all processes; the load generator is not among them."""
        return 1e6 * sum(self.cpu.values()) / self.commands

    @property
    def rate(self) -> float:
        """Commands per second, until the last one was visible."""
        return self.commands / self.seconds

    def by_role(self) -> str:
        """CPU microseconds per command of each process."""
        return ", ".join(f"{role} {1e6 * used / self.commands:.0f}" for role, used in sorted(self.cpu.items()))

    @property
    def disturbed(self) -> bool:
        """Whether others took too much of the machine."""
        return self.foreign > FOREIGN_AT_MOST


@dataclass(frozen=True)
class Spread:
    """Median, least and greatest of some values."""

    median: float
    least: float
    most: float
    rounds: int

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread | None":
        """None for no values."""
        return cls(statistics.median(values), min(values), max(values), len(values)) if values else None


@dataclass
class Snapshot:
    """CPU seconds used so far."""

    at: float
    roles: dict[str, float]
    own: float
    busy: float


class Meter:
    """Measures the processes in `roles` from `start` to `stop`; those under `outside` are ours but not counted."""

    def __init__(self, roles: Pids, outside: Sequence[int] = ()) -> None:
        self._roles = {role: [psutil.Process(pid) for pid in pids] for role, pids in roles.items()}
        self._outside = [psutil.Process(pid) for pid in (*outside, os.getpid())]
        self._began: Snapshot

    def start(self) -> None:
        """From now on."""
        self._began = self._look()

    def stop(self, commands: int, born: Mapping[str, int] | None = None) -> Sample:
        """The sample, up to now; `born` are processes (by role) that did not exist at the start."""
        began, now = self._began, self._look()
        cpu = {role: used - began.roles[role] for role, used in now.roles.items()}
        cpu |= {role: _used(psutil.Process(pid)) for role, pid in (born or {}).items()}
        seconds, outside = now.at - began.at, now.own - began.own
        foreign = (now.busy - began.busy - sum(cpu.values()) - outside) / seconds
        return Sample(commands, seconds, cpu, foreign=max(0.0, foreign), generator=outside)

    def memory(self) -> dict[str, float]:
        """Resident MiB by role."""
        return {role: sum(p.memory_info().rss for p in each) / 2**20 for role, each in self._roles.items()}

    def _look(self) -> Snapshot:
        roles = {role: sum(map(_used_below, processes)) for role, processes in self._roles.items()}
        return Snapshot(time.perf_counter(), roles, sum(map(_used, self._outside)), _busy())


def _used_below(process: psutil.Process) -> float:
    """With the children it has, such as PostgreSQL's one per connection; ours are processes with roles of their own."""
    below = process.children(recursive=True) if process.pid != os.getpid() else []
    return _used(process) + sum(map(_used, below))


def _used(process: psutil.Process) -> float:
    """With what its ended children have used."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)


def _busy() -> float:
    times = psutil.cpu_times()
    return float(sum(getattr(times, name, 0.0) for name in ("user", "system", "nice", "irq", "softirq")))


def brokers(since: float) -> list[int]:
    """The RabbitMQ nodes that this process has started; else, in a container, those younger than `since`.

    A node starts another beam each minute, for a moment, to see that epmd is there: only what boots is a node.
    """
    ours = [p for p in psutil.Process().children(recursive=True) if _is_node(p)]
    found = ours or [p for p in psutil.process_iter() if _is_node(p) and p.create_time() >= since]
    return [process.pid for process in found]


def _is_node(process: psutil.Process) -> bool:
    try:
        return process.name() == "beam.smp" and "boot" in process.cmdline()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False
