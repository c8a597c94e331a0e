"""What offers are looked for: for the whole, or for each part of which something is left."""

from datetime import date

from services.matching.engine.fitting import Wanted
from services.matching.queries.wanting import wanted_of
from shared.contracts.registry import Part
from shared.eventsourcing.model import Event

from .examples import COMMUNITY, NEED, SHOP, claim_id, claimed, opened
from .test_queries import document

ON, PATH = date(2026, 3, 1), (COMMUNITY,)
PARTS = (
    Part(name="音响设备", category="supplies", quantity=2, unit="套"),
    Part(name="礼堂", category="space", quantity=1, unit="间"),
)
SAID = opened(NEED, 3).model_copy(update={"title": "邻里节", "text": "邻里节要音响设备和礼堂"})


def wanted(*events: Event) -> dict[int | None, Wanted]:
    return dict(wanted_of(document(*events), PATH, ON, named=False))


def test_the_whole_of_what_is_not_in_parts():
    found = wanted(SAID, claimed(about=NEED, quantity=1))
    assert {number: (each.category, each.quantity, each.unit) for number, each in found.items()} == {
        None: ("space", 2, "间")
    }
    assert found[None].words >= {"邻里", "音响", "礼堂"}


def test_each_part_in_its_own_words_and_those_of_the_whole():
    in_parts = SAID.model_copy(update={"parts": PARTS})
    found = wanted(in_parts)
    assert {number: (each.category, each.quantity, each.unit) for number, each in found.items()} == {
        1: ("supplies", 2, "套"),
        2: ("space", 1, "间"),
    }
    assert "礼堂" in found[2].words - found[1].words, "what the other part is called says nothing of this one"
    assert "邻里" in found[1].words & found[2].words


def test_only_parts_of_which_something_is_left():
    about = NEED.model_copy(update={"category": "supplies", "unit": "套"})
    in_parts = SAID.model_copy(update={"parts": PARTS})
    some = claimed(about=about, by=SHOP, quantity=1).model_copy(update={"part": 1})
    assert wanted(in_parts, some)[1].quantity == 1
    assert list(wanted(in_parts, some, some.model_copy(update={"claim": claim_id(2)}))) == [2]
