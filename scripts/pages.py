"""Builds the pages where need be, type-checks or tests them: `python -m scripts.pages build|check|test`.

With `--or-go-on`, pages that were built before are good enough when the packages can't be had.
"""

import sys
from pathlib import Path

from scripts.node import node_path
from scripts.workshop import NotInstalled, NotMade, Workshop

ROOT = Path(__file__).parent.parent
PORTAL = ROOT / "services" / "portal"
_DOING = {
    "check": "检查网页的类型 checking the types of the pages",
    "test": "测试网页的部件 testing the parts of the pages",
}
_NO_NODE = (
    "没有 node：请安装 node 20.19 或更新版本，或运行 uv sync / no node: install node 20.19 or newer, or run `uv sync`"
)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def workshop() -> Workshop:
    """The one of this project. Raises NotInstalled where there is no node."""
    path = node_path()
    if path is None:
        raise NotInstalled(_NO_NODE)
    return Workshop(PORTAL / "web", ROOT / "docs" / "openapi", PORTAL / "built", path, _say)


def _do(task: str) -> None:
    if task == "build":
        workshop().build()
    else:
        workshop().run(task, _DOING[task])


def _last_lines(failed: NotMade) -> str:
    return "\n".join(str(failed).strip().splitlines()[-60:])


def main(arguments: list[str]) -> int:
    """Exit status 1 when one of the tasks failed."""
    go_on = "--or-go-on" in arguments
    for task in (argument for argument in arguments if not argument.startswith("-")):
        try:
            _do(task)
        except NotInstalled as failed:
            _say(_last_lines(failed))
            if not go_on:
                return 1
            there = (PORTAL / "built" / "home.html").exists()
            kept = "沿用上次构建的网页 the pages stay as they were built last" if there else "没有网页 without pages"
            _say(f"网页未能更新，继续启动：{kept}")
        except NotMade as failed:
            _say(_last_lines(failed))
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
