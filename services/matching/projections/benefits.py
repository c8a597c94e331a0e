"""The benefits of each scheme that a node of the tree adopted, and the words by which they are found."""

from services.matching.events.benefit import BenefitsKnown
from shared.contracts.evaluation import Benefit
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Day
from shared.eventsourcing.projection import Document, Projection, of_streams
from shared.words import words_of


class BenefitsDocument(Document):
    """The words of each of `benefits` stand at its place in `words`."""

    community: str
    valid_from: Day
    replaces: str | None
    benefits: tuple[Benefit, ...]
    words: tuple[tuple[str, ...], ...]


def apply_benefits(document: BenefitsDocument | None, recorded: Recorded) -> BenefitsDocument:
    event = recorded.event
    assert isinstance(event, BenefitsKnown)
    return BenefitsDocument(
        id=event.scheme,
        community=event.community,
        valid_from=event.valid_from,
        replaces=event.replaces,
        benefits=event.benefits,
        words=tuple(words_of(benefit.zh, benefit.en) for benefit in event.benefits),
    )


BENEFITS = Projection(
    name="benefits",
    version=1,
    document=BenefitsDocument,
    apply=apply_benefits,
    keys=of_streams(BenefitsKnown),
    indexes=([("community", 1)],),
)
