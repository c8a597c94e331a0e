"""Checks overlays (those that are named, or all of ours), or prints the secrets of one."""

import sys
from pathlib import Path

import yaml

from scripts.manifests import problems
from scripts.manifests.render import NotRendered, overlays, rendered
from scripts.manifests.secrets import secrets

USE = """\
python -m scripts.manifests [OVERLAY…]               检查 check
python -m scripts.manifests secrets OVERLAY FOLDER   输出密钥 print the secrets kept in FOLDER; makes what is missing
"""


def main(arguments: list[str]) -> int:
    """0 when nothing is wrong."""
    match arguments:
        case ["secrets", overlay, folder]:
            yaml.safe_dump_all(secrets(rendered(Path(overlay)), Path(folder)), sys.stdout, sort_keys=False)
            return 0
        case ["secrets", *_] | ["-h" | "--help", *_]:
            print(USE, end="", file=sys.stderr)
            return 2
        case _:
            return 1 if sum([_check(each) for each in map(Path, arguments)] or map(_check, overlays())) else 0


def _check(overlay: Path) -> int:
    """Says what is wrong, and how much."""
    resources = rendered(overlay)
    found = problems(resources)
    print(f"{overlay.name}: {len(resources)} 项资源 resources, {len(found)} 个问题 problems")
    for problem in found:
        print(f"  {problem}")
    return len(found)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except NotRendered as reason:
        sys.exit(str(reason))
