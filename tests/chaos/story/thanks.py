"""Somebody's wish came true, and he says thanks."""

from tests.chaos.story.claims import Request
from tests.chaos.story.ends import known
from tests.chaos.story.hand import Hand, Place
from tests.chaos.story.newcomers import somebody
from tests.chaos.story.wishes import WISHES

WORDS = {"words": "灯亮了，晚上走路不怕了", "shown_to": "everybody", "consent": "by_phone"}


async def thanks(hand: Hand, place: Place) -> None:
    """Said twice at once, reviewed, and perhaps taken back; the words themselves are looked at with a purpose."""
    wish = f"{WISHES}/{await _come_true(hand, place)}"
    path = f"{wish}/thanks"
    made = await hand.insist(place.desk, "post_wish_thanks", path, WORDS)
    await hand.do(place.desk, "post_thanks_words", f"{path}/words", {"purpose": "review"})
    version = await hand.version(place.desk, wish)
    review = {"decision": "publish", "text": "灯亮了，谢谢"}
    await hand.ask(place.desk, "post_thanks_review", f"{path}/review", review, version=max(version, made.version))
    if hand.happens(0.5):
        back = {"reason": "consent_withdrawn"}
        await hand.ask(place.desk, "post_thanks_withdrawal", f"{path}/withdrawal", back)


async def _come_true(hand: Hand, place: Place) -> str:
    """A wish of somebody's that an organization fulfilled, with a look at who wished it."""
    person = await somebody(hand, place)
    body = {"community": place.community, "person": person, "words": "家里的灯坏了", "consent": "in_person"}
    wish = await hand.do(place.desk, "post_wish", WISHES, body)
    said = {"decision": "publish", "text": "想要一盏灯", "kind": "person", "category": "household_help", "quantity": 1}
    await hand.do(place.desk, "post_wish_review", f"{WISHES}/{wish.id}/review", said, version=wish.version)
    request = await known(hand, place, Request(wish.id.replace("wish_", "req_"), 1, True))
    giver = hand.chance.choice(place.organizations)
    claim = {"claimant": {"kind": "organization", "id": giver.id}}
    await hand.do(giver.contact, "post_claim", f"{request.path}/claims", claim)
    one = f"{request.path}/claims/1"
    await hand.do(place.desk, "post_acceptance", f"{one}/acceptance", {})
    await hand.do(place.desk, "post_wish_reveal", f"{WISHES}/{wish.id}/reveals", {"purpose": "arrange_delivery"})
    await hand.do(giver.contact, "post_delivery", f"{one}/deliveries", {"evidence_code": "visit"})
    await hand.do(place.desk, "post_confirmation", f"{request.path}/confirmation", {"mark": 5, "how": "call"})
    return wish.id
