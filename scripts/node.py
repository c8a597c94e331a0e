"""Finds node: the one on PATH if it is new enough, else the one that a locked wheel has put beside our Python."""

import os
import shutil
import subprocess
import sys
from pathlib import Path


def node_path() -> str | None:
    """A PATH on which `node` and `npm` are found and good; None where there is none."""
    path = os.environ.get("PATH", os.defpath)
    if _good(path):
        return path
    with_wheel = f"{Path(sys.executable).parent}{os.pathsep}{path}"
    return with_wheel if _good(with_wheel) else None


def new_enough(version: str) -> bool:
    """Whether the pages can be built with node `version`, such as v20.19.0."""
    major, minor, *_ = (int(part) for part in version.strip().removeprefix("v").split("."))
    return (major == 20 and minor >= 19) or (major, minor) >= (22, 12)


def _good(path: str) -> bool:
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if not (node and npm):
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    return said.returncode == 0 and new_enough(said.stdout)
