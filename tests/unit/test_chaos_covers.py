"""The load of the fault rig sends every write operation there is; what it leaves out stands here, with the reason."""

import ast
import json
from pathlib import Path

from tests.test_architecture import ROOT

METHODS = {"post", "put", "patch", "delete"}
STORIES = ROOT / "tests" / "chaos" / "story"
NOT_SENT = {
    "post_link_opening": "shows what a link asks, and writes nothing",
    "post_receipt_opening": "shows how a wish stands, and writes nothing",
    "post_person_matches": "looks for somebody, and writes nothing",
    "post_text_check": "compares a text with the sealed words, and writes nothing",
}


def operations() -> set[str]:
    """All that may write, by the committed descriptions."""
    return {
        operation["operationId"]
        for file in sorted((ROOT / "docs" / "openapi").glob("*.json"))
        for methods in json.loads(file.read_text())["paths"].values()
        for method, operation in methods.items()
        if method in METHODS
    }


def said_in(file: Path) -> set[str]:
    """All strings in `file`."""
    constants = (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Constant))
    return {node.value for node in constants if isinstance(node.value, str)}


def sent() -> set[str]:
    return {said for file in STORIES.glob("*.py") for said in said_in(file)}


def test_every_write_operation_is_sent_by_a_story_or_left_out_for_a_reason() -> None:
    missing = operations() - sent() - NOT_SENT.keys()
    assert not missing, f"write a story in tests/chaos/story that sends {sorted(missing)}, or say here why none does"


def test_what_is_left_out_is_there_and_not_sent() -> None:
    assert NOT_SENT.keys() <= operations()
    assert not NOT_SENT.keys() & sent()
