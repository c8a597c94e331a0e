"""Routes that judge several wishes or needs in one action: each by itself, nothing half done."""

import asyncio
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from services.registry.api.common import STAFF, given
from services.registry.api.needs import NeedPublicationBody
from services.registry.api.wishes import PublishBody, RejectBody, check_known, placed, review_of
from services.registry.commands import PublishNeed, PublishWish
from services.registry.commands.fields import NeedId, WishId
from services.registry.decider.place import PlaceInactive
from shared.errors import Malformed, NotFound
from shared.http.dependencies import Body, Write, Writing
from shared.http.policy import Policy
from shared.http.several import MOST, Change, Items, change_each

POLICY: Policy = {"post_wish_reviews": STAFF, "post_need_publications": STAFF}

router = APIRouter()

Version = Annotated[int, Field(ge=1, le=1_000_000_000)]


class PublishOneBody(PublishBody):
    """One wish to publish; `version` is the one that was read, as its ETag says it."""

    wish: WishId
    version: Version


class RejectOneBody(RejectBody):
    """One wish not to publish."""

    wish: WishId
    version: Version


OneReview = Annotated[PublishOneBody | RejectOneBody, Field(discriminator="decision")]


class ReviewsBody(Body):
    """The wishes to review, each as in a review of its own."""

    reviews: Annotated[tuple[OneReview, ...], Field(min_length=1, max_length=MOST)]


class OnePublication(NeedPublicationBody):
    """One need to put on the list."""

    need: NeedId


class PublicationsBody(Body):
    """The needs to put on the list."""

    publications: Annotated[tuple[OnePublication, ...], Field(min_length=1, max_length=MOST)]


@router.post("/wishes/reviews", operation_id="post_wish_reviews", tags=["wishes"])
async def post_wish_reviews(body: ReviewsBody, write: Writing) -> Items:
    """Publish or reject several wishes; what is refused says why, and stops no other."""
    return await change_each(write, await asyncio.gather(*(_review(write, one) for one in body.reviews)))


@router.post("/needs/publications", operation_id="post_need_publications", tags=["needs"])
async def post_need_publications(body: PublicationsBody, write: Writing) -> Items:
    """Put several needs on the list; what is refused says why, and stops no other."""
    return await change_each(write, [_publication(write, one) for one in body.publications])


async def _review(write: Write, one: PublishOneBody | RejectOneBody) -> Change:
    command = review_of(write, one)
    try:
        if isinstance(command, PublishWish):
            command = await placed(write, one.wish, command)
        elif command.duplicate_of:
            await check_known(write, command.duplicate_of)
    except (NotFound, Malformed, PlaceInactive) as refusal:
        return Change(one.wish, command, one.version, refusal)
    return Change(one.wish, command, one.version)


def _publication(write: Write, one: OnePublication) -> Change:
    fields = given(write, one)
    return Change(fields.pop("need"), PublishNeed(**fields))
