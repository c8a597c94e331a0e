from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from services.registry.commands.code import CreditCode, FreeCode, TakeCode, check_character, stream_of
from services.registry.decider.code import DECIDER, CreditCodeHeld
from services.registry.events.code import CreditCodeFreed, CreditCodeTaken
from shared.errors import NotFound
from shared.testing.spec import spec
from tests.unit.registry.examples import AT, CLAIMANT, COMMUNITY, DISTRICT, ORG, STAFF

CODE = "91110102MA0000000K"
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
TAKE = TakeCode(**STAFF, community=COMMUNITY, code=CODE, organization=ORG)
taken = CreditCodeTaken(community=COMMUNITY, code=CODE, organization=ORG, at=AT)
freed = CreditCodeFreed(organization=ORG)
adapter: TypeAdapter[Any] = TypeAdapter(CreditCode)


@pytest.mark.parametrize("code", ["9144030071526726XG", "914403001922038216", "91110000802100433B"])
def test_codes_of_well_known_companies_are_right(code: str) -> None:
    assert adapter.validate_python(code) == code


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(0, 16), st.integers(1, 9))
def test_any_one_wrong_digit_is_noticed(first: str, place: int, off: int) -> None:
    wrong = first[:place] + str((int(first[place]) + off) % 10) + first[place + 1 :]
    assert check_character(wrong) != check_character(first)


@pytest.mark.parametrize(
    "code", ["91110102MA00000000", "91110102MA0000000", "91110102MA0000000I", "91110102ma0000000k"]
)
def test_a_mistyped_code_is_refused(code: str) -> None:
    with pytest.raises(ValidationError):
        adapter.validate_python(code)


def test_of_two_organizations_one_has_it() -> None:
    spec(DECIDER).when(TAKE).then(taken)
    spec(DECIDER).given(taken).when(TAKE).then()
    other = TAKE.model_copy(update={"organization": CLAIMANT})
    spec(DECIDER).given(taken).when(other).refused(CreditCodeHeld)
    spec(DECIDER).given(taken, freed).when(other).then(taken.model_copy(update={"organization": CLAIMANT}))


def test_a_holder_that_never_came_to_be_does_not_keep_it() -> None:
    other = TAKE.model_copy(update={"organization": CLAIMANT, "gone": ORG})
    spec(DECIDER).given(taken).when(other).then(taken.model_copy(update={"organization": CLAIMANT}))


def test_only_the_holder_frees_it() -> None:
    spec(DECIDER).given(taken).when(FreeCode(**STAFF, organization=ORG)).then(freed)
    spec(DECIDER).given(taken).when(FreeCode(**STAFF, organization=CLAIMANT)).then()
    spec(DECIDER).when(FreeCode(**STAFF, organization=ORG)).refused(NotFound)


def test_each_community_has_its_own() -> None:
    assert stream_of(COMMUNITY, CODE) != stream_of(DISTRICT, CODE)
