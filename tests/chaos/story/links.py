"""Links for those without an account: made, sent anew, taken back, and used by all who hold one at the same time."""

from typing import Any

from tests.chaos.client import Caller
from tests.chaos.ledger import Told
from tests.chaos.story.campaigns import listed
from tests.chaos.story.claims import Request
from tests.chaos.story.ends import known, published
from tests.chaos.story.hand import Ended, Hand, Organization, Place
from tests.chaos.story.wishes import NEEDS

ANSWERS: tuple[dict[str, Any], ...] = (
    {"answer": "holds"},
    {"answer": "paused", "first": "2025-07-01", "reason": "renovation"},
    {"answer": "ended", "reason": "used_up"},
)
BACK = {"reason": "sent_to_others", "note": "发错了群"}


async def offer_link(hand: Hand, place: Place) -> None:
    """Does an offer hold still? Whoever has the link says so, while the desk takes it back."""
    owner = hand.chance.choice(place.organizations)
    path = await listed(hand, place, owner)
    made = await hand.do(place.desk, "post_offer_link", f"{path}/links", {})
    revocation = f"{path}/links/1/revocation"
    if hand.happens(0.7):
        await _used(hand, place, "registry", made, [hand.chance.choice(ANSWERS) for _ in range(2)])
    if hand.happens(0.4):
        made = await hand.do(place.desk, "post_offer_link", f"{path}/links", {})
        revocation = f"{path}/links/2/revocation"
    await hand.ask(place.desk, "post_offer_link_revocation", revocation, BACK)
    await _used(hand, place, "registry", made, [{"answer": "holds"}])


async def request_link(hand: Hand, place: Place) -> None:
    """Somebody is asked for an offer of his by a link, says yes or no, and says by another one that it was brought."""
    room = hand.chance.choice(place.rooms)
    request = await _need(hand, place, next(each for each in place.organizations if each != room.owner))
    suggested = {"offer": room.id, "quantity": 1}
    await hand.insist(place.desk, "post_suggestion", f"{request.path}/suggestions", suggested)
    made = await hand.do(place.desk, "post_suggestion_link", f"{request.path}/suggestions/1/links", {})
    if hand.happens(0.3):
        await hand.ask(place.desk, "post_request_link_revocation", f"{request.path}/links/1/revocation", BACK)
    answers: list[dict[str, Any]] = [{"answer": "yes"}, {"answer": "yes"}, {"answer": "no", "reason": "not_now"}]
    await _used(hand, place, "matching", made, hand.chance.sample(answers, k=2))
    await _brought(hand, place, await published(hand, place))


async def _brought(hand: Hand, place: Place, request: Request) -> None:
    giver = hand.chance.choice(place.organizations)
    claim = {"claimant": {"kind": "organization", "id": giver.id}}
    await hand.do(place.desk, "post_claim", f"{request.path}/claims", claim)
    await hand.ask(place.desk, "post_acceptance", f"{request.path}/claims/1/acceptance", {})
    made = await hand.do(place.desk, "post_claim_link", f"{request.path}/claims/1/links", {})
    said = {"answer": "delivered", "occurred_on": "2024-08-01"}
    await _used(hand, place, "matching", made, [said, said])


async def _need(hand: Hand, place: Place, owner: Organization) -> Request:
    body = {"organization": owner.id, "title": "借会议室", "detail": "开居民议事会", "category": "space", "quantity": 1}
    need = await hand.do(owner.contact, "post_need", NEEDS, body)
    await hand.do(place.desk, "post_need_publication", f"{NEEDS}/{need.id}/publication", {})
    return await known(hand, place, Request(need.id.replace("need_", "req_"), 1, False, need_of=owner))


async def _used(hand: Hand, place: Place, service: str, made: Told, answers: list[dict[str, Any]]) -> None:
    """All say at once what they have to say; each may be told what another one said before."""
    if not made.token:
        raise Ended("the link was made, and nobody was told what opens it")
    path = f"/{service}/v1/links/answer"
    await hand.together(
        hand.ask(_holder(hand, place), "post_link_answer", path, {"token": made.token, "said": said}, link=made.token)
        for said in answers
    )


def _holder(hand: Hand, place: Place) -> Caller:
    """Anybody may have it; who that is says the link, and not the one who sends it."""
    return hand.chance.choice([place.desk, *(each.contact for each in place.organizations)])
