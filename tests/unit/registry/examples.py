"""Values that the examples of registry share."""

from datetime import UTC, date, datetime
from typing import Any

from services.registry.commands import PostWish, PublishWish
from services.registry.events import (
    CommunityFounded,
    NeedPosted,
    NeedPublished,
    OfferListed,
    OfferSubmitted,
    OrganizationRegistered,
    PersonRegistered,
    WishPosted,
    WishPublished,
)
from services.registry.events.place import PlaceNamed
from services.registry.events.thanks import ThanksPublished, ThanksRejected, ThanksSaid, ThanksWithdrawn
from shared.contracts.base import Party
from shared.contracts.matching import About
from shared.contracts.offers import OfferTerms, OfferText
from shared.eventsourcing.decider import Commit, Recorded
from shared.eventsourcing.ids import derived_id
from shared.eventsourcing.model import Actor, Event

AT = datetime(2025, 3, 1, 1, 30, tzinfo=UTC)
LATE = datetime(2025, 3, 1, 18, 30, tzinfo=UTC)
"""Already 2 March in Beijing."""
TODAY = date(2025, 3, 1)

COMMUNITY = derived_id("community", "hetaoyuan")
DISTRICT = derived_id("community", "xicheng")
ORG = derived_id("org", "school")
CLAIMANT = derived_id("org", "care station")
PERSON = derived_id("person", "li")
NEIGHBOUR = derived_id("person", "neighbour")
OFFER = derived_id("offer", "1")
NEED = derived_id("need", "1")
WISH = derived_id("wish", "1")
BUILDING = derived_id("place", "12")
ESTATE = derived_id("place", "beili")
REQUEST = WISH.replace("wish", "req")

STAFF: dict[str, Any] = {"at": AT, "actor": Actor(id="u_staff")}
FOR_LI: dict[str, Any] = {"at": AT, "actor": Actor(id=NEIGHBOUR, on_behalf_of=PERSON, consent="by_phone")}

OFFER_TEXT: dict[str, Any] = {
    "title": "会议室",
    "detail": "可容纳百人的会议室和会议显示屏幕",
    "category": "space",
    "mode": "bookable",
    "audience": "public",
    "seats": 100,
    "equipment": ("显示屏",),
    "price": {"amount": 5000, "per": "hour"},
    "availability": {
        "rules": (
            {
                "first": date(2025, 1, 1),
                "last": date(2025, 12, 31),
                "rrule": "FREQ=WEEKLY;BYDAY=MO,WE",
                "start": "14:00",
                "minutes": 120,
            },
        ),
        "closed": (date(2025, 5, 5),),
        "extra": ({"day": date(2025, 5, 8), "start": "09:00", "minutes": 60},),
    },
    "parallel": 2,
    "unit": "slot",
    "lead_time": "P1D",
}
NEED_TEXT: dict[str, Any] = {
    "title": "心理辅导咨询",
    "detail": "为学生请一位心理辅导老师",
    "category": "learning",
    "quantity": 2,
    "unit": "次",
    "audience": "public",
}

founded = CommunityFounded(community=COMMUNITY, name="核桃园社区", level="community", path=(DISTRICT, COMMUNITY))
registered = OrganizationRegistered(
    organization=ORG, community=COMMUNITY, name="北京小学广内分校", kind="school", peer_class="school", account=True
)
text = OfferText(**OFFER_TEXT)
terms = OfferTerms(**OFFER_TEXT, confirmed_on=date(2024, 12, 31))
submitted = OfferSubmitted(offer=OFFER, community=COMMUNITY, organization=ORG, confirmed_on=None, text=text)
listed = OfferListed(organization=ORG, confirmed_on=date(2024, 12, 31), terms=terms)
building = PlaceNamed(place=BUILDING, community=COMMUNITY, kind="courtyard", name="北里12号楼", parent=ESTATE)
need_posted = NeedPosted(need=NEED, community=COMMUNITY, organization=ORG, posted_at=AT, **NEED_TEXT)
need_published = NeedPublished(
    organization=ORG,
    title="心理辅导咨询",
    text="为学生请一位心理辅导老师",
    category="learning",
    quantity=2,
    unit="次",
    audience="public",
    confirmed_on=TODAY,
    posted_at=AT,
)
person_registered = PersonRegistered(
    person=PERSON, community=COMMUNITY, account=False, consent="in_person", fields=("name", "phone", "address")
)
posted = WishPosted(
    wish=WISH,
    community=COMMUNITY,
    person=PERSON,
    organization=None,
    entered_by=NEIGHBOUR,
    consent="by_phone",
    text=None,
    words=WISH,
    posted_at=AT,
)
lamp = WishPosted(
    wish=WISH,
    community=COMMUNITY,
    person=None,
    organization=ORG,
    entered_by="u_contact",
    consent=None,
    text="为晚归的人点亮夜路",
    words=None,
    posted_at=AT,
)
PUBLICATION: dict[str, Any] = {
    "text": "吃一顿热腾腾的饺子",
    "kind": "person",
    "category": "care",
    "quantity": 1,
    "unit": "顿",
    "home_visit": True,
}
published = WishPublished(person=PERSON, organization=None, entered_by=NEIGHBOUR, posted_at=AT, **PUBLICATION)
THANKED = (Party(kind="organization", id=CLAIMANT),)
_SAID: dict[str, Any] = {"person": PERSON, "entered_by": NEIGHBOUR}
thanks_said = ThanksSaid(**_SAID, consent="by_phone", words=f"{WISH}.thanks", shown_to="everybody")
thanks_published = ThanksPublished(**_SAID, text="饺子热乎，谢谢大家", shown_to="everybody", providers=THANKED)
thanks_rejected = ThanksRejected(**_SAID, words=f"{WISH}.thanks", reason="tells_too_much", note="")
thanks_withdrawn = ThanksWithdrawn(**_SAID, words=f"{WISH}.thanks", reason="consent_withdrawn", providers=THANKED)

post = PostWish(**FOR_LI, wish=WISH, community=COMMUNITY, person=PERSON, words=WISH)
publish = PublishWish(**STAFF, **PUBLICATION)
about = About(
    request=REQUEST,
    kind="wish",
    origin=WISH,
    wish_kind="person",
    person=PERSON,
    entered_by=NEIGHBOUR,
    category="care",
    unit="顿",
)


def recorded(event: Event, stream: str, position: int = 7, version: int = 3, at: datetime = AT) -> Recorded:
    """`event` as it stands in the log."""
    return Recorded(
        event,
        0,
        Commit(
            position=position,
            stream=stream,
            version=version,
            command_id="c1",
            body_mac="",
            community=COMMUNITY,
            actor=Actor(id="u_staff"),
            correlation="",
            causation="",
            at=at,
            events=(event,),
        ),
    )
