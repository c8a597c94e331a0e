"""Writes what the image is made of, as CycloneDX: the Python packages and what the pages are made with, from the locks.

The packages of the base image are its maker's to list.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.node import node_path

ROOT = Path(__file__).parent.parent
INTO = ROOT / "dist" / "sbom"
IN_IMAGE = ("--no-dev", "--extra", "otel", "--extra", "plan", "--prune", "pandas")
"""What the image's packages are chosen by, in deploy/Dockerfile too."""
_PYTHON = ("export", "--quiet", "--locked", *IN_IMAGE, "--format", "cyclonedx1.5")
_PAGES = ("sbom", "--package-lock-only", "--omit", "dev", "--sbom-format", "cyclonedx")


def main() -> int:
    """Exit status 1 when a list could not be made, after saying why."""
    path = os.pathsep.join((node_path() or os.environ.get("PATH", ""), str(ROOT / ".tools" / "bin")))
    tasks = {"python.cdx.json": ("uv", _PYTHON, ROOT), "pages.cdx.json": ("npm", _PAGES, ROOT / "services/portal/web")}
    INTO.mkdir(parents=True, exist_ok=True)
    for name, (program, arguments, folder) in tasks.items():
        found = shutil.which(program, path=path)
        if found is None:
            print(f"没有 {program}，请安装 / {program} is missing: install it", file=sys.stderr)
            return 1
        made = subprocess.run(  # noqa: S603
            [found, *arguments],
            cwd=folder,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            print(made.stderr, file=sys.stderr)
            return 1
        (INTO / name).write_text(made.stdout)
        print((INTO / name).relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
