"""What opens a link: the same for a repeated command, another one for every other, and kept nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import TypeAdapter, ValidationError

from shared.eventsourcing.ids import derived_id
from shared.links.tokens import OfferToken, RequestToken, lock_of, stream_of, token_of

SECRET, OTHER = b"a secret of at least thirty-two bytes", b"another secret of thirty-two bytes.."
OFFER, NEXT = derived_id("offer", "1"), derived_id("offer", "2")
OF_OFFERS: TypeAdapter[str] = TypeAdapter(OfferToken)
OF_REQUESTS: TypeAdapter[str] = TypeAdapter(RequestToken)


@given(some.integers(0, 10_000))
def test_a_token_follows_from_the_command_and_names_its_stream(n: int) -> None:
    token = token_of(SECRET, OFFER, f"cmd_{n}")
    assert OF_OFFERS.validate_python(token) == token_of(SECRET, OFFER, f"cmd_{n}")
    assert stream_of(token) == OFFER
    others = {
        token_of(SECRET, OFFER, f"cmd_other_{n}"),
        token_of(OTHER, OFFER, f"cmd_{n}"),
        token_of(SECRET, NEXT, f"cmd_{n}"),
    }
    assert len({each.partition(".")[2] for each in others | {token}}) == 4


def test_a_lock_fits_one_token_of_one_stream_under_one_secret() -> None:
    token = token_of(SECRET, OFFER, "cmd_1")
    moved = f"{NEXT}.{token.partition('.')[2]}"
    locks = {lock_of(SECRET, token), lock_of(OTHER, token), lock_of(SECRET, moved)}
    assert len(locks) == 3
    assert all(token.partition(".")[2] not in lock for lock in locks)


@pytest.mark.parametrize("wrong", ["", OFFER, f"{OFFER}.", f"{OFFER}.{'a' * 25}", f"{OFFER}.{'a' * 27}", "x.y"])
def test_what_was_cut_off_is_no_token(wrong: str) -> None:
    for kind in (OF_OFFERS, OF_REQUESTS):
        with pytest.raises(ValidationError):
            kind.validate_python(wrong)
