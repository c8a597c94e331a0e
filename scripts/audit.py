"""Asks OSV and npm whether anything that is used has a known hole: `python -m scripts.audit`.

It needs both of them to be reachable, and fails, saying so, when one could not be asked.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.node import node_path

ROOT = Path(__file__).parent.parent
_CLEAN, _FOUND = 0, 1  # what `uv audit` ends with; anything else: it could not look
_PATIENCE = 120


class NotLooked(Exception):
    """Nobody could be asked; the text says why."""


def of_python(*options: str) -> str:
    """What is known against the packages of uv.lock; nothing: "". `options` are for `uv audit`. Raises NotLooked."""
    uv = shutil.which("uv") or str(ROOT / ".tools/bin/uv")
    done = _run([uv, "audit", "--locked", *options], ROOT, os.environ)
    if done.returncode not in (_CLEAN, _FOUND):
        raise NotLooked(f"uv audit: {done.stderr.strip()}")
    return done.stdout.strip() if done.returncode == _FOUND else ""


def of_pages() -> str:
    """What is known against the packages of package-lock.json; nothing: "". Raises NotLooked."""
    path = node_path()
    if path is None:
        raise NotLooked("npm audit: no node; run scripts/sync")
    npm = shutil.which("npm", path=path) or "npm"
    web = ROOT / "services" / "portal" / "web"
    done = _run([npm, "audit", "--json"], web, {**os.environ, "PATH": path})
    return known_holes(done.stdout)


def known_holes(report: str) -> str:
    """The holes in npm's `report`, one a line. Raises NotLooked where it is none."""
    try:
        holes = json.loads(report)["vulnerabilities"]
    except (ValueError, KeyError, TypeError):
        raise NotLooked(f"npm audit: {report.strip()[:300] or 'no answer'}") from None
    return "\n".join(f"{name} {hole['range']}: {hole['severity']}" for name, hole in sorted(holes.items()))


def _run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(  # noqa: S603
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=_PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotLooked(f"{command[0]}: {error}") from None


def main() -> int:
    """Exit status 1 where a hole is known, or where one of the two could not be asked."""
    failed = False
    for name, look in (("uv.lock", of_python), ("package-lock.json", of_pages)):
        try:
            holes = look()
        except NotLooked as reason:
            failed = True
            print(f"{name}: 没能查询已知漏洞，可能有 could not look for known holes, there may be some:\n{reason}")
            continue
        failed |= bool(holes)
        print(f"{name}: {holes or '没有已知漏洞 no known holes'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
