"""Prometheus for the tests: Debian's, without its service being started."""

import shutil

from services.embedded.programs import NotInstalled
from tests.support.debian import install_quietly


def find_promtool() -> str:
    """Where promtool is; raises NotInstalled saying what to install where it can't be had."""
    return _find("promtool")


def find_prometheus() -> str:
    """Where the server is; raises NotInstalled likewise."""
    return _find("prometheus")


def _find(program: str) -> str:
    found = shutil.which(program) or (install_quietly("prometheus") and shutil.which(program))
    if not found:
        raise NotInstalled(
            f"请安装 prometheus（含 {program}）/ install Prometheus, which brings {program}: apt install prometheus"
        )
    return found
