"""The side of the processes that are measured: they say when they are ready, and end with whoever started them."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

from tests.bench import profile

_PR_SET_PDEATHSIG = 1


def run(main: Callable[[], None]) -> None:
    """Runs `main()` as a process of a sample; under a profile where the environment asks for one."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    with profile.wanted():
        main()


def ready(port: int = 0) -> None:
    """Tells that the measuring may begin."""
    profile.begin()
    print(f"ready {os.getpid()} {port}", flush=True)
