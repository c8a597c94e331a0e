from services.matching.api.speaking import party_of
from services.matching.projections import REQUESTS, RequestDocument
from services.matching.queries import RequestView, claims_of, fields
from shared.contracts.base import Party
from shared.eventsourcing.model import Event
from shared.http.policy import Caller
from shared.privacy.masking import masked

from .examples import (
    CLINIC,
    DONE,
    ELDER,
    HELPER,
    LIGHTS,
    NEED,
    NEIGHBOUR,
    PUBLIC,
    SCHOOL,
    SHOP,
    accepted,
    again,
    claimed,
    closed,
    opened,
    reopened,
)
from .recording import recorded

PERSON = Party(kind="person", id=HELPER)


def view(*events: Event, **names: str) -> RequestView:
    return RequestView(**fields(document(*events), names))


def document(*events: Event) -> RequestDocument:
    made = None
    for one in recorded(*events):
        made = REQUESTS.apply(made, one)
    assert made is not None
    return made


def test_a_view_names_claimants_but_no_person_and_nobody_who_waits():
    lights = (
        *(LIGHTS, claimed(1, SCHOOL, PUBLIC, 20), accepted(1, SCHOOL, PUBLIC, 20)),
        *(claimed(2, PERSON, PUBLIC, 5), accepted(2, PERSON, PUBLIC, 5)),
        claimed(3, SHOP, PUBLIC, 5),
    )
    shown = view(*lights, **{SCHOOL.id: "示例小学"})
    assert [(one.id, one.name) for one in shown.claimants] == [(SCHOOL.id, "示例小学")]
    assert shown.left == 20
    assert HELPER not in shown.model_dump_json()


def test_a_view_names_who_needs_it():
    shown = view(opened(NEED), **{CLINIC.id: "示例诊所"})
    assert (shown.organization.id, shown.organization.name, shown.claimants) == (CLINIC.id, "示例诊所", ())


def test_a_view_of_a_persons_wish_names_no_person():
    text = view(*DONE).model_dump_json()
    assert ELDER not in text
    assert NEIGHBOUR not in text


def test_nothing_is_left_of_what_has_ended():
    assert view(opened(), closed()).left == 0


def test_reopened_shows():
    assert not view(*DONE).reopened
    assert view(*DONE, reopened(again())).reopened


def test_claims_of_one_party():
    lights = (LIGHTS, claimed(1, SCHOOL, PUBLIC, 20), claimed(2, SHOP, PUBLIC, 5))
    assert [claim.id[-1] for claim in claims_of(document(*lights), SHOP.id)] == ["2"]


def test_other_persons_aremasked_wherever_they_stand():
    said = {"actor": ELDER, "data": {"claimants": ({"id": HELPER}, {"id": SCHOOL.id})}, "quantity": 1}
    assert masked(said, frozenset({HELPER})) == {
        "actor": "person",
        "data": {"claimants": [{"id": HELPER}, {"id": SCHOOL.id}]},
        "quantity": 1,
    }


def test_whom_a_caller_speaks_for():
    assert party_of(Caller(role="staff", actor="u", person=ELDER)) is None
    assert party_of(Caller(role="contact", actor="u", organization=SCHOOL.id, person=HELPER)) == SCHOOL.id
    assert party_of(Caller(role="resident", actor="u", person=HELPER)) == HELPER
    assert party_of(Caller(role="contact", actor="u")) == "nobody", "never everybody"
