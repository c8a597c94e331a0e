"""Checks the overlays that are named, or all of ours; fails when it could not look."""

import sys
from pathlib import Path

from scripts.manifests import problems
from scripts.manifests.render import NotRendered, overlays, rendered


def main(chosen: list[Path]) -> int:
    """Says what is wrong with each overlay; 0 when nothing is."""
    found = 0
    for overlay in chosen:
        resources = rendered(overlay)
        wrong = problems(resources)
        found += len(wrong)
        print(f"{overlay.name}: {len(resources)} 项资源 resources, {len(wrong)} 个问题 problems")
        for problem in wrong:
            print(f"  {problem}")
    return 1 if found else 0


if __name__ == "__main__":
    try:
        sys.exit(main([Path(each) for each in sys.argv[1:]] or overlays()))
    except NotRendered as reason:
        sys.exit(str(reason))
