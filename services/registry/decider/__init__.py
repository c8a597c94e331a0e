"""What registry decides: one pure decider per kind of stream."""

from services.registry.decider import (
    agreement,
    campaign,
    code,
    community,
    importing,
    need,
    offer,
    organization,
    person,
    place,
    template,
    visit,
    wish,
)
from shared.eventsourcing.decider import Deciders
from shared.exporting.model import EXPORT
from shared.redaction.model import REDACTION

DECIDERS: Deciders = {
    "community": community.DECIDER,
    "org": organization.DECIDER,
    "code": code.DECIDER,
    "visit": visit.DECIDER,
    "template": template.DECIDER,
    "agreement": agreement.DECIDER,
    "offer": offer.DECIDER,
    "campaign": campaign.DECIDER,
    "export": EXPORT,
    "import": importing.DECIDER,
    "need": need.DECIDER,
    "person": person.DECIDER,
    "place": place.DECIDER,
    "wish": wish.DECIDER,
    "redaction": REDACTION,
}
"""By the prefix of their streams."""

__all__ = ["DECIDERS"]
