"""How much time has passed, for what another process may rely on: also while this machine was suspended."""

import time

_BOOT: int | None = getattr(time, "CLOCK_BOOTTIME", None)


def passed() -> float:
    """Seconds since some moment in the past. Unlike `time.monotonic()` it goes on while a virtual machine is suspended,
    where the platform has such a clock (Linux has)."""
    return time.monotonic() if _BOOT is None else time.clock_gettime(_BOOT)
