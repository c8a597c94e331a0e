"""Who decides about a minor's wish in matching: the guardian, or nobody but the desk while one is wanted."""

from services.matching import commands as c
from services.matching import events as e
from services.matching.decider import DECIDERS
from services.matching.events.guardian import GuardianChanged
from services.matching.messages import receive
from shared.contracts import guardians
from shared.testing.spec import spec

from .examples import COMMUNITY, ELDER, GUARDIAN, NEIGHBOUR, REQUEST, SCHOOL, WISH, after, by, claimed, of_claim, opened
from .recording import arrival, told

NAMED = GuardianChanged(community=COMMUNITY, about=WISH.model_copy(update={"guardian": GUARDIAN}))
MISSING = GuardianChanged(community=COMMUNITY, about=WISH.model_copy(update={"guardian_wanted": True}))


def test_what_registry_tells_is_always_recorded():
    case = spec(DECIDERS["req"]).given(opened())
    know = by(c.KnowGuardian, guardian=GUARDIAN, wanted=False)
    case.when(know).then(NAMED)
    case.given(NAMED).when(know).then(NAMED)
    case.given(NAMED).when(by(c.KnowGuardian, guardian=None, wanted=True)).then(MISSING)


def test_the_guardian_owns_it_and_the_minor_does_not():
    assert after(opened()).owners == {ELDER, NEIGHBOUR}
    assert after(opened(), NAMED).owners == {GUARDIAN}
    assert after(opened(), NAMED, MISSING).owners == frozenset()


def test_notices_about_it_go_to_the_guardian_or_the_desk():
    for change, address in ((NAMED, f"person:{GUARDIAN}"), (MISSING, f"staff:{COMMUNITY}")):
        declined = of_claim(e.ClaimDeclined, about=change.about, reason="other", note="")
        contract = told(declined)
        assert contract
        assert set(contract.concerns) == {SCHOOL.address, address}


def test_later_events_say_who_decides():
    decided = spec(DECIDERS["req"]).given(opened(), NAMED, claimed()).when(by(c.CloseRequest, reason="other")).events()
    assert [event.about.guardian for event in decided] == [GUARDIAN]
    assert told(NAMED) is None


def test_a_change_before_publication_is_left_to_the_opening():
    wish = f"wish_{REQUEST.partition('_')[2]}"
    said = {"community": COMMUNITY, "wish": wish, "guardian": GUARDIAN, "wanted": False}
    [send] = receive(guardians.WishGuardianChanged(**said, published=True), arrival())
    assert (send.stream, send.command.guardian, send.command.wanted) == (REQUEST, GUARDIAN, False)
    assert not receive(guardians.WishGuardianChanged(**said, published=False), arrival())
