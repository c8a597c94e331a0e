"""Routes about wishes that are for somebody else to do, before they are published."""

from fastapi import APIRouter

from services.registry.api.common import STAFF, given
from services.registry.commands import AnswerWishReferral, Referral, ReferWish, ReturnWish
from services.registry.commands.fields import DayGiven, WishId
from shared.contracts.registry import ReferralOutcome, ReturnReason
from shared.http.dependencies import Body, Receipt, Writing
from shared.http.policy import Policy

POLICY: Policy = {
    "post_wish_referral": STAFF,
    "post_wish_referral_outcome": STAFF,
    "post_wish_return": STAFF,
}

router = APIRouter(tags=["wishes"])


class WishReferralBody(Body, Referral):
    """The public name of the office it is passed on to, and the day by which that is to have seen to it."""


class WishReferralOutcomeBody(Body):
    """What became of it there; today, unless `occurred_on` says when."""

    outcome: ReferralOutcome
    occurred_on: DayGiven | None = None


class WishReturnBody(Body):
    """Why it is taken up again."""

    reason: ReturnReason


@router.post("/wishes/{wish}/referral", operation_id="post_wish_referral")
async def post_wish_referral(wish: WishId, body: WishReferralBody, write: Writing) -> Receipt:
    """Pass a wish on to an office, before it is published."""
    return write.receipt(await write.change(wish, ReferWish(**given(write, body))))


@router.post("/wishes/{wish}/referral/outcome", operation_id="post_wish_referral_outcome")
async def post_wish_referral_outcome(wish: WishId, body: WishReferralOutcomeBody, write: Writing) -> Receipt:
    """Enter what became of a wish that was passed on; a later answer replaces this one."""
    return write.receipt(await write.change(wish, AnswerWishReferral(**given(write, body))))


@router.post("/wishes/{wish}/return", operation_id="post_wish_return")
async def post_wish_return(wish: WishId, body: WishReturnBody, write: Writing) -> Receipt:
    """Take up a wish again that was passed on: it waits for review."""
    return write.receipt(await write.change(wish, ReturnWish(**given(write, body))))
