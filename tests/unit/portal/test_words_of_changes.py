"""The desk has a word for everything that changes a thing whose past it shows."""

import re
from pathlib import Path

import pytest

from services.matching.events import answer, booking, claim, ending, meeting, plan, request, suggestion
from services.portal import __file__ as portal
from services.registry.events import (
    agreement,
    campaign,
    following,
    membership,
    need,
    obligation,
    offer,
    organization,
    place,
    referral,
    template,
    thanks,
    wish,
)
from shared.eventsourcing.model import Event

TEXTS = Path(portal).parent / "web" / "src" / "desk" / "past" / "eventTexts.ts"
MODULES = (
    *(agreement, campaign, following, membership, need, obligation, offer, organization),
    *(place, referral, template, thanks, wish),
    *(answer, booking, claim, ending, meeting, plan, request, suggestion),
)
OF_NO_SUCH_THING = {"wish_contact_revealed", "lines_proposed"} | {
    "delivery_known",
    "deliveries_withdrawn",
    "delivery_lent",
    "loan_ended",
}
"""What is not in the history of anything that is shown, or changes nothing."""


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.__name__))
def test_every_event_has_a_word_in_both_languages(module: object) -> None:
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, Event)]
    types = {kind.type for kind in kinds if hasattr(kind, "type")} - OF_NO_SUCH_THING
    assert types
    said = TEXTS.read_text(encoding="utf-8")
    missing = {each for each in types if len(re.findall(rf"^ +{each}: ['\"]", said, re.MULTILINE)) != 2}
    assert not missing
