"""What requests about claiming meetings say."""

from typing import Annotated

from fastapi import Path
from pydantic import Field

from services.matching.api.bodies import PromiseBody, Since2000
from services.matching.commands import WishNumber
from services.matching.commands.meeting import MOST_NUMBERS
from services.matching.events import VoidReason
from shared.http.dependencies import Body
from shared.privacy.text import Note, Title

MeetingId = Annotated[str, Path(pattern=r"^meeting_[a-z2-7]{26}$")]
CommunityId = Annotated[str, Path(pattern=r"^community_[a-z2-7]{26}$")]
PathNumber = Annotated[int, Path(ge=1, le=MOST_NUMBERS)]
RequestName = Annotated[str, Field(pattern=r"^req_[a-z2-7]{26}$")]
OrganizationName = Annotated[str, Field(pattern=r"^org_[a-z2-7]{26}$")]
Requests = Annotated[tuple[RequestName, ...], Field(min_length=1, max_length=MOST_NUMBERS)]
"""Open wishes, in the order of their numbers."""


class NumbersBody(Body):
    """Further wishes, which come behind the last number."""

    requests: Requests


class ChangedMeetingBody(NumbersBody):
    """Title, day, and the wishes that get the numbers 1 to n."""

    title: Title
    held_on: Since2000


class MeetingBody(ChangedMeetingBody):
    """A meeting of `community`."""

    community: Annotated[str, Field(pattern=r"^community_[a-z2-7]{26}$")]


class IntentionBody(Body):
    """An organization means to claim a number."""

    number: WishNumber
    organization: OrganizationName


class MeetingClaimBody(PromiseBody):
    """A promise of `quantity` of the wish with this number, or of all that is left of it."""

    number: WishNumber


class UndoBody(Body):
    """Why the claim was no claim."""

    reason: VoidReason = "other"
    note: Note = ""
