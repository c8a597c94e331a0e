"""What is known of a resident, all of it sealed: account, plate, home, guardian; and who looked."""

from datetime import UTC, datetime

from tests.chaos.story.hand import Hand, Place
from tests.chaos.story.newcomers import somebody
from tests.chaos.story.others import PERSONS

BORN = f"{datetime.now(UTC).year - 9}-01-02"
CONSENT = {"consent": "in_person"}


async def resident(hand: Hand, place: Place) -> None:
    """Somebody gets an account and parks a car; the desk looks at the record, and the resident takes a copy."""
    path = f"{PERSONS}/{await somebody(hand, place)}"
    account = {"account": True, **CONSENT}
    await hand.do(place.desk, "put_person_account", f"{path}/account", account, method="PUT")
    await hand.do(place.desk, "put_person_plate", f"{path}/plate", {"plate": "京A12345", **CONSENT}, method="PUT")
    await hand.do(place.desk, "post_plate_reveal", f"{path}/plate/reveals", {"purpose": "parking"})
    await hand.do(place.desk, "post_person_reveal", f"{path}/reveals", {"purpose": "tell_in_person"})
    await hand.do(place.desk, "post_person_export", f"{path}/export", {})


async def guardian(hand: Hand, place: Place) -> None:
    """Somebody decides for a child, and then somebody else; now and then the first of them asks to be forgotten."""
    child, first, second = [await somebody(hand, place) for _ in range(3)]
    path = f"{PERSONS}/{child}/guardian"
    said = {"relation": "mother", "born": BORN, **CONSENT}
    await hand.do(place.desk, "put_person_guardian", path, {**said, "guardian": first}, method="PUT")
    if hand.happens(0.3):
        known = f"{PERSONS}/{first}"
        await hand.do(place.desk, "delete_person", known, method="DELETE", reason="asked_by_person")
        return
    await hand.do(place.desk, "delete_person_guardian", path, method="DELETE", reason="replaced")
    said["relation"] = "father"
    await hand.do(place.desk, "put_person_guardian", path, {**said, "guardian": second}, method="PUT")
