"""Matching over HTTP: its routes, and who may use them."""

from fastapi import APIRouter

from services.matching.api import claims, meeting_claims, meeting_reads, meetings, oversight, requests, suggestions
from shared.http.policy import EVERYBODY, Policy, Role, Where, acting_self, anywhere, at_home, held, in_node, own

__all__ = ["POLICY", "router"]

STAFF: dict[Role, Where] = {"staff": in_node}
CLAIMANT: dict[Role, Where] = {"staff": in_node, "contact": at_home, "resident": at_home}
"""Whose claim it is, the decider knows: others' claims are not there for him."""
ASKED: dict[Role, Where] = {"staff": in_node, "contact": anywhere, "resident": anywhere}
"""Whose offer was asked for: it may be open to communities that are not its own. Others' suggestions are not there."""
OWNER: dict[Role, Where] = {"staff": in_node, "contact": own, "resident": own}
OWNER_OR_HOLDER: dict[Role, Where] = {**OWNER, "holder": held}
POLICY: Policy = {
    "post_claim": {"staff": in_node, "contact": acting_self, "resident": acting_self},
    "post_acceptance": STAFF,
    "post_declination": STAFF,
    "post_release": CLAIMANT,
    "post_void": STAFF,
    "post_extension": STAFF,
    "post_delivery": CLAIMANT,
    "post_delivery_void": STAFF,
    "post_confirmation": OWNER_OR_HOLDER,
    "post_reopening": OWNER_OR_HOLDER,
    "post_closing": OWNER,
    "put_text": STAFF,
    "post_meeting": STAFF,
    "put_meeting": STAFF,
    "post_meeting_numbers": STAFF,
    "post_meeting_opening": STAFF,
    "post_meeting_closing": STAFF,
    "post_intention": STAFF,
    "post_intention_withdrawal": STAFF,
    "post_meeting_claim": STAFF,
    "post_meeting_void": STAFF,
    "get_suggestions": {"staff": in_node, "contact": own},
    "post_suggestion": {"staff": in_node, "contact": own},
    "post_suggestion_acceptance": ASKED,
    "post_suggestion_refusal": ASKED,
    "post_suggestion_withdrawal": {"staff": in_node, "contact": own},
    "get_organization_suggestions": {"staff": in_node, "contact": own},
    "get_requests": EVERYBODY,
    "get_request": {**EVERYBODY, "holder": held},
    "get_promises": {"staff": in_node, "contact": own, "service": in_node},
    "get_desk": STAFF,
    "get_overview": STAFF,
    "get_meetings": STAFF,
    "get_meeting": STAFF,
    "get_meeting_board": EVERYBODY,
    "get_meeting_sheet": STAFF,
}

router = APIRouter()
router.include_router(claims.router)
router.include_router(requests.router)
router.include_router(suggestions.router)
router.include_router(meetings.router)
router.include_router(meeting_claims.router)
router.include_router(meeting_reads.router)
router.include_router(oversight.router)
