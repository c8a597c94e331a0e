"""The stored form of each example is what the golden file says."""

import json
from pathlib import Path

import pytest

from services.matching.events import EVENTS
from shared.eventsourcing.codec import Codec
from shared.eventsourcing.model import Event

from .examples import EXAMPLES

GOLDEN = Path(__file__).parents[2] / "golden"


def test_every_event_has_an_example():
    assert {type(example) for example in EXAMPLES} == set(EVENTS)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.type)
def test_stored_form(example: Event):
    stored = Codec(EVENTS).encode(example)
    file = GOLDEN / f"matching.{example.type}.v{example.v}.json"
    assert stored == json.loads(file.read_text())
