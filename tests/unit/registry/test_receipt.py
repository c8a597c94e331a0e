"""Receipts: numbers that betray a slip, codes nobody can guess, and what of a wish they show."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import TypeAdapter, ValidationError

from services.registry.commands.receipt import ReceiptNumber, code_of, lock_of, number_of
from services.registry.events import ClaimKnown, OutcomeKnown, ReopeningKnown, RequestKnown, WishReceiptIssued
from services.registry.events.guardian import WishGuardianChanged
from services.registry.projections import WISHES
from services.registry.projections.receipt import RECEIPTS
from services.registry.queries.receipt import show_opened, stages_of
from shared.contracts.base import Party
from shared.eventsourcing.ids import derived_id
from shared.eventsourcing.model import Event
from tests.unit.registry.examples import CLAIMANT, NEIGHBOUR, PERSON, REQUEST, WISH, posted, published, recorded

NUMBER: TypeAdapter[str] = TypeAdapter(ReceiptNumber)
SECRET, OTHER = b"a secret of at least thirty-two bytes", b"another secret of thirty-two bytes.."
CLAIM = {"claim": f"{REQUEST}.1", "claimant": Party(kind="organization", id=CLAIMANT)}


@given(some.integers(0, 10_000))
def test_a_number_has_eight_digits_and_is_the_same_each_time(n: int) -> None:
    wish = derived_id("wish", str(n))
    assert NUMBER.validate_python(number_of(wish)) == number_of(wish)
    assert number_of(wish) != number_of(derived_id("wish", f"another {n}"))


@given(some.integers(0, 10_000), some.integers(0, 7), some.integers(1, 9))
def test_one_wrong_digit_or_two_swapped_make_no_number(n: int, at: int, by: int) -> None:
    number = number_of(derived_id("wish", str(n)))
    wrong = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]
    swapped = number[:at] + number[at + 1 : at + 2] + number[at] + number[at + 2 :]
    for misread in {wrong, swapped} - {number}:
        with pytest.raises(ValidationError):
            NUMBER.validate_python(misread)


def test_a_code_follows_from_the_command_and_its_lock_fits_one_wish_only() -> None:
    code = code_of(SECRET, "cmd_1")
    assert (code, len(code), code.isdecimal()) == (code_of(SECRET, "cmd_1"), 6, True)
    assert len({code_of(SECRET, f"cmd_{n}") for n in range(1000)}) > 990
    assert code_of(OTHER, "cmd_1") != code
    locks = {lock_of(SECRET, WISH, code), lock_of(OTHER, WISH, code), lock_of(SECRET, "wish_other", code)}
    assert len(locks) == 3
    assert all(code not in lock for lock in locks)


def test_a_new_receipt_takes_the_place_of_the_former_one() -> None:
    first = RECEIPTS.apply(None, recorded(WishReceiptIssued(number="1", lock="a"), WISH))
    second = RECEIPTS.apply(first, recorded(WishReceiptIssued(number="1", lock="b"), WISH))
    assert (first.id, first.lock, second.lock) == (WISH, "a", "b")


def test_when_somebody_else_decides_a_receipt_opens_nothing_until_there_is_another() -> None:
    changed = WishGuardianChanged(person=PERSON, guardian=None, wanted=False, published=True)
    first = RECEIPTS.apply(None, recorded(WishReceiptIssued(number="1", lock="a"), WISH))
    void = RECEIPTS.apply(first, recorded(changed, WISH))
    assert (void.id, void.number, void.lock) == (WISH, "", "")
    assert RECEIPTS.apply(None, recorded(changed, WISH)) == void, "there may have been none"
    assert RECEIPTS.apply(void, recorded(WishReceiptIssued(number="1", lock="b"), WISH)).lock == "b"


def _opened(*events: Event) -> str:
    wish = None
    for event in events:
        wish = WISHES.apply(wish, recorded(event, WISH))
    assert wish
    return show_opened(wish, [recorded(event, WISH).commit for event in events]).model_dump_json()


def test_a_receipt_shows_how_far_it_is_and_no_person() -> None:
    claimed = ClaimKnown(**CLAIM, standing="claimed")
    accepted = ClaimKnown(**CLAIM, standing="accepted")
    steps = (posted, published, RequestKnown(request=REQUEST), claimed, accepted, OutcomeKnown(outcome="fulfilled"))
    shown = _opened(*steps, ReopeningKnown(claims=()))
    assert published.text in shown
    assert REQUEST in shown
    assert PERSON not in shown
    assert NEIGHBOUR not in shown
    stages = stages_of([recorded(event, WISH).commit for event in (*steps, ReopeningKnown(claims=()))])
    told = ["posted", "published", "claimed", "accepted", "fulfilled", "reopened"]
    assert [stage.step for stage in stages] == told
