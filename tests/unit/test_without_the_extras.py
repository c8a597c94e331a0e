"""The services start without what only the extras bring."""

import subprocess
import sys

BLOCKED = ("numpy", "ortools", "opentelemetry.sdk")


def test_the_services_can_be_imported_without_the_extras() -> None:
    blocking = f"import sys; sys.modules.update(dict.fromkeys({BLOCKED!r})); import services.running"
    done = subprocess.run([sys.executable, "-c", blocking], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-500:]
