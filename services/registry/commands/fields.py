"""Types that several commands share."""

from datetime import date
from typing import Annotated

from pydantic import Field

from shared.eventsourcing.model import Day
from shared.privacy.text import Title

AgreementId = Annotated[str, Field(pattern=r"^agreement_[a-z2-7]{26}\.[1-9][0-9]{0,3}$")]
"""The number of an agreement in the stream of its organization."""
ClauseName = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,2}\.[1-9][0-9]?$")]
"""A clause of an agreement: its term and its number there."""
CommunityId = Annotated[str, Field(pattern=r"^community_[a-z2-7]{26}$")]
OrganizationId = Annotated[str, Field(pattern=r"^org_[a-z2-7]{26}$")]
OfferId = Annotated[str, Field(pattern=r"^offer_[a-z2-7]{26}$")]
ImportId = Annotated[str, Field(pattern=r"^import_[a-z2-7]{26}$")]
NeedId = Annotated[str, Field(pattern=r"^need_[a-z2-7]{26}$")]
PersonId = Annotated[str, Field(pattern=r"^person_[a-z2-7]{26}$")]
CampaignId = Annotated[str, Field(pattern=r"^campaign_[a-z2-7]{26}$")]
PlaceId = Annotated[str, Field(pattern=r"^place_[a-z2-7]{26}$")]
ScanId = Annotated[str, Field(pattern=r"^scan_[a-z2-7]{26}$")]
TemplateId = Annotated[str, Field(pattern=r"^template_[a-z2-7]{26}$")]
VisitId = Annotated[str, Field(pattern=r"^visit_[a-z2-7]{26}$")]
WishId = Annotated[str, Field(pattern=r"^wish_[a-z2-7]{26}$")]

DayGiven = Annotated[Day, Field(ge=date(1949, 10, 1), le=date(2099, 12, 31))]
"""A day somebody fills in."""

Quantity = Annotated[int, Field(ge=1, le=1_000_000)]

Unit = Annotated[Title, Field(max_length=10)]
"""What is counted: 个, 盏, 次."""

TickNumber = Annotated[int, Field(ge=1, le=1_000_000)]
