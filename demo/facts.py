"""The demonstration's data: what the report says, and what is invented around it."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Entry = dict[str, Any]


@cache
def facts(name: str) -> Entry:
    """The file `name` of `demo/data`: hetaoyuan (reported), calendar (announced), story, wishes or scheme (all
    synthetic)."""
    loaded: Entry = yaml.safe_load(files("demo").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def only(entry: Entry, *names: str) -> Entry:
    """Those of the fields `names` that `entry` has."""
    return {name: entry[name] for name in names if name in entry}


def with_reported(kind: str, entry: Entry) -> Entry:
    """An offer or need with what the report says of it."""
    reported = facts("hetaoyuan")[kind][entry["reported"]]
    return {**only(reported, "title", "detail", "seats"), **entry}


def wish_with_reported(wish: Entry) -> Entry:
    """A wish with the words and the quantity the report has for it."""
    reported = facts("hetaoyuan")["wishes"]
    result = reported["results"][wish["result"]] if "result" in wish else {}
    text = reported["quoted"][wish["quoted"]] if "quoted" in wish else None
    if text is None and result:
        text = f"{result['what']}，{result['purpose']}"
    return {**({"text": text} if text else {}), **only(result, "quantity"), **wish}
