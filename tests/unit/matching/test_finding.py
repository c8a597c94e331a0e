"""Offers are found by their words and their category, in each node they are open to."""

from services.matching.events import OfferKnown
from services.matching.projections import CALENDARS, CalendarDocument
from services.matching.projections.finding import by_category, by_word
from shared.contracts.offers import OfferTerms, Reach

from .examples import COMMUNITY, OFFER, SCHOOL
from .recording import recorded

STREET = "community_" + "s" * 26
HALL = OfferTerms(title="会议室", detail="有钢琴", category="space", mode="standing", equipment=("投影设备",))
KNOWN = OfferKnown(community=COMMUNITY, offer=OFFER, organization=SCHOOL.id, terms=HALL)
OPENED = HALL.model_copy(update={"reach": (Reach(level="subdistrict", node=STREET, quota=2),)})


def shown(*known: OfferKnown) -> CalendarDocument:
    document: CalendarDocument | None = None
    for one in recorded(*known):
        document = CALENDARS.apply(document, one)
    assert document
    return document


def test_title_detail_and_equipment_are_what_it_is_found_by():
    assert set(shown(KNOWN).found_by) >= {
        by_category(COMMUNITY, "space"),
        *(by_word(COMMUNITY, word) for word in ("会议室", "钢琴", "投影设备")),
    }


def test_what_was_opened_is_found_there_as_well():
    opened = KNOWN.model_copy(update={"terms": OPENED})
    assert by_word(STREET, "会议室") not in shown(KNOWN).found_by
    assert {by_word(STREET, "会议室"), by_category(STREET, "space")} <= set(shown(KNOWN, opened).found_by)
    assert by_word(STREET, "会议室") not in shown(KNOWN, opened, KNOWN).found_by


def test_another_text_has_other_words_and_what_has_ended_is_found_by_nothing():
    changed = KNOWN.model_copy(update={"terms": HALL.model_copy(update={"title": "停车位"})})
    assert "停车位" in shown(KNOWN, changed).words
    assert "会议室" not in shown(KNOWN, changed).words
    assert shown(KNOWN, KNOWN.model_copy(update={"listed": False})).found_by == ()
