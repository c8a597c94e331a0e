"""Matching over HTTP: its routes, and who may use them."""

from fastapi import APIRouter

from services.matching.api import (
    answers,
    booking_reads,
    bookings,
    claims,
    endings,
    exporting,
    links,
    meeting_claims,
    meeting_reads,
    meetings,
    oversight,
    plans,
    requests,
    suggestions,
    visits,
)
from shared.http.policy import (
    EVERYBODY,
    Caller,
    Policy,
    Role,
    Subject,
    Where,
    acting_self,
    any_of,
    anywhere,
    at_home,
    held,
    in_node,
    own,
)
from shared.redaction import api as redaction

__all__ = ["POLICY", "router"]

STAFF: dict[Role, Where] = {"staff": in_node}
CLAIMANT: dict[Role, Where] = {"staff": in_node, "contact": anywhere, "resident": anywhere}
"""Whose claim it is, the decider knows: others' claims are not there for him. A claim may come from next door: on
what is public, by a suggestion, or from a provider who was asked there."""
ASKED: dict[Role, Where] = {"staff": in_node, "contact": anywhere, "resident": anywhere}
"""Whose offer was asked for: it may be open to communities that are not its own. Others' suggestions are not there."""
OWNER: dict[Role, Where] = {"staff": in_node, "contact": own, "resident": own}
OWNER_OR_HOLDER: dict[Role, Where] = {**OWNER, "holder": held}
BOOKING: dict[Role, Where] = {"staff": anywhere, "contact": anywhere}
"""An offer may be opened to other communities: by which opening the caller has it, and whose booking it is, the decider
knows; what is not theirs is not there for them."""


def _for_itself(caller: Caller, subject: Subject) -> bool:
    """The caller speaks for its own organization, or for himself, wherever that is at home."""
    return subject.acting in caller.itself


ANY_BOOKABLE: dict[Role, Where] = {"staff": anywhere, "contact": anywhere, "resident": anywhere, "service": in_node}
"""To whom the offer is open stands in the offer: for others it is not there."""
POLICY: Policy = {
    **redaction.POLICY,
    "post_booking": {"staff": anywhere, "contact": _for_itself},
    "post_booking_move": BOOKING,
    "post_booking_cancellation": BOOKING,
    "post_booking_answer": BOOKING,
    "post_booking_kept": BOOKING,
    "post_booking_missed": BOOKING,
    "get_booking": {"staff": in_node, "contact": own, "resident": own, "service": in_node},
    "get_request_bookings": {"staff": in_node, "contact": own, "resident": own},
    "get_slots": ANY_BOOKABLE,
    "get_calendars": {"staff": in_node, "contact": at_home, "resident": at_home, "service": in_node},
    "get_community_bookings": {"staff": in_node, "service": in_node},
    "get_organization_bookings": {"staff": in_node, "contact": own, "service": in_node},
    "post_claim": {"staff": in_node, "contact": _for_itself, "resident": acting_self},
    "post_acceptance": STAFF,
    "post_declination": STAFF,
    "post_release": CLAIMANT,
    "post_void": STAFF,
    "post_extension": STAFF,
    "post_delivery": CLAIMANT,
    "post_delivery_void": STAFF,
    "post_confirmation": {**OWNER_OR_HOLDER, "resident": any_of(own, _for_itself)},
    "post_reopening": {**OWNER_OR_HOLDER, "resident": any_of(own, _for_itself)},
    "post_closing": OWNER,
    "post_part_end": STAFF,
    "post_impossibility": STAFF,
    "post_referral": STAFF,
    "post_referral_outcome": STAFF,
    "post_return": STAFF,
    "post_answer": {"staff": in_node, "resident": acting_self},
    "post_answer_outcome": {"staff": in_node, "resident": at_home},
    "post_arrangement": CLAIMANT,
    "post_return_visit": STAFF,
    "post_waiting": STAFF,
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
    "post_plan": STAFF,
    "get_plans": STAFF,
    "get_plan": STAFF,
    "get_plan_lines": STAFF,
    "get_plan_left_out": STAFF,
    "get_plan_line_others": STAFF,
    "put_plan_line": STAFF,
    "post_plan_ending": STAFF,
    "get_suggestions": {"staff": in_node, "contact": own},
    "post_suggestion": {"staff": in_node, "contact": own},
    "post_suggestion_acceptance": ASKED,
    "post_suggestion_refusal": ASKED,
    "post_suggestion_withdrawal": {"staff": in_node, "contact": own},
    "post_suggestion_link": STAFF,
    "post_claim_link": STAFF,
    "get_request_links": STAFF,
    "post_request_link_revocation": STAFF,
    "post_link_opening": EVERYBODY,
    "post_link_answer": EVERYBODY,
    "get_organization_suggestions": {"staff": in_node, "contact": own},
    "post_export": STAFF,
    "get_exports": STAFF,
    "get_requests": EVERYBODY,
    "get_request": {**EVERYBODY, "holder": held},
    "get_promises": {"staff": in_node, "contact": own, "service": in_node},
    "get_desk": STAFF,
    "get_return_visits": STAFF,
    "get_stewards_return_visits": {"staff": in_node, "resident": own},
    "get_overview": STAFF,
    "get_satisfaction": STAFF,
    "get_meetings": STAFF,
    "get_meeting": STAFF,
    "get_meeting_board": EVERYBODY,
    "get_meeting_sheet": STAFF,
}

router = APIRouter()
router.include_router(claims.router)
router.include_router(endings.router)
router.include_router(answers.router)
router.include_router(bookings.router)
router.include_router(booking_reads.router)
router.include_router(requests.router)
router.include_router(suggestions.router)
router.include_router(links.router)
router.include_router(plans.router)
router.include_router(visits.router)
router.include_router(meetings.router)
router.include_router(meeting_claims.router)
router.include_router(meeting_reads.router)
router.include_router(oversight.router)
router.include_router(exporting.router)
router.include_router(redaction.redactions())
