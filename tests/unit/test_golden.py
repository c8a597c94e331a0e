"""Every event that was ever stored can be read for ever: one stored example per type and version.

Stored forms are kept by hand. When an event changes its shape, it gets a new version, an upcaster and a file of its
own; the old files stay.
"""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from shared.eventsourcing.codec import Codec

GOLDEN = Path(__file__).parents[1] / "golden"
SERVICES = ("registry", "matching", "evaluation", "notify")


def codec_of(service: str) -> Codec:
    """The codec of a service."""
    events = import_module(f"services.{service}.events")
    return Codec(events.EVENTS, getattr(events, "UPCASTERS", None))


EXPECTED = [
    f"{service}.{event.type}.v{event.v}.json" for service in SERVICES for event in codec_of(service).events.values()
]


def test_every_registered_event_has_a_stored_example() -> None:
    kept = {file.name for file in GOLDEN.glob("*.json")}
    assert [file for file in EXPECTED if file not in kept] == []


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.json")), ids=lambda file: file.stem)
def test_a_stored_example_still_decodes(file: Path) -> None:
    stored: dict[str, Any] = json.loads(file.read_text("utf-8"))
    service = file.name.partition(".")[0]
    codec = codec_of(service)
    event = codec.decode(stored)
    assert file.name == f"{service}.{stored['type']}.v{stored['v']}.json"
    if stored["v"] == event.v:
        assert codec.encode(event) == stored
