"""Registry over HTTP: one router per kind of thing, and one table of who may do what."""

from fastapi import APIRouter

from services.registry.api import (
    agreements,
    calendars,
    campaigns,
    communities,
    duplicates,
    exporting,
    guardians,
    handovers,
    importing,
    links,
    memberships,
    mergers,
    needs,
    obligations,
    offer_steps,
    offers,
    organizations,
    oversight,
    persons,
    places,
    plates,
    receipts,
    referrals,
    reveals,
    reviews,
    scans,
    templates,
    thanks,
    visits,
    wishes,
    wordings,
)
from services.registry.projections import COMMUNITIES
from shared.http.policy import Policy
from shared.redaction import api as redaction

_PARTS = (
    communities,
    places,
    calendars,
    organizations,
    mergers,
    templates,
    agreements,
    obligations,
    scans,
    memberships,
    visits,
    handovers,
    oversight,
    offers,
    offer_steps,
    links,
    campaigns,
    needs,
    persons,
    plates,
    guardians,
    wishes,
    duplicates,
    referrals,
    reviews,
    reveals,
    thanks,
    receipts,
    wordings,
    importing,
    exporting,
)

router = APIRouter()
for part in _PARTS:
    router.include_router(part.router)
router.include_router(redaction.redactions(COMMUNITIES))

POLICY: Policy = {operation: line for part in (*_PARTS, redaction) for operation, line in part.POLICY.items()}

__all__ = ["POLICY", "router"]
