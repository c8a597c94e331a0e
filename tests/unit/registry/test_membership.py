from datetime import date
from typing import Any

import pytest

from services.registry.commands import membership as commands
from services.registry.decider.membership_refusals import (
    AlreadyMember,
    AlreadySuspended,
    NoSuchRole,
    NotAMember,
    NotApplied,
    NotSuspended,
    RoleTaken,
    RoleWhileSuspended,
)
from services.registry.decider.organization import DECIDER
from services.registry.events import membership as events
from services.registry.messages import publish
from services.registry.projections import ORGANIZATIONS
from services.registry.projections.membership import Suspension, Term
from services.registry.queries.members import member_on
from shared.contracts import registry
from shared.errors import Malformed
from shared.eventsourcing.model import Event
from shared.testing.spec import spec
from tests.unit.registry.examples import ORG, STAFF, TODAY, recorded, registered

admitted = events.MembershipStarted(organization=ORG, since=date(2017, 6, 1))
paused = events.MembershipSuspended(organization=ORG, since=date(2023, 1, 1), reason="moving", note="")
resumed = events.MembershipResumed(organization=ORG, until=date(2023, 6, 30))
ended = events.MembershipEnded(organization=ORG, until=date(2024, 12, 31), reason="dissolved", note="")
in_chair = events.AllianceRoleGiven(organization=ORG, role="chair", since=date(2024, 1, 1), until=date(2024, 6, 30))
in_council = events.AllianceRoleGiven(organization=ORG, role="council", since=date(2020, 1, 1), until=None)


def role(name: Any, since: date, until: date | None = None) -> commands.GiveAllianceRole:
    return commands.GiveAllianceRole(**STAFF, role=name, since=since, until=until)


@pytest.mark.parametrize(
    ("command", "event"),
    [
        (commands.NoteProspect, events.ProspectNoted),
        (commands.InviteToAlliance, events.MembershipInvited),
        (commands.ApplyForAlliance, events.MembershipApplied),
    ],
)
def test_who_is_no_member_comes_near_step_by_step(command: Any, event: Any) -> None:
    asked, happened = command(**STAFF, on=TODAY), event(organization=ORG, on=TODAY)
    spec(DECIDER).given(registered).when(asked).then(happened)
    spec(DECIDER).given(registered, happened).when(asked).then()
    spec(DECIDER).given(registered, admitted).when(asked).refused(AlreadyMember)
    spec(DECIDER).given(registered).when(command(**STAFF, on=date(2025, 3, 2))).refused(Malformed)
    spec(DECIDER).given(registered, admitted, ended).when(asked).then(happened)


def test_an_applicant_is_admitted_and_the_stages_are_kept() -> None:
    document = None
    invited = events.MembershipInvited(organization=ORG, on=date(2017, 3, 1))
    applied = events.MembershipApplied(organization=ORG, on=date(2017, 5, 1))
    for event in (registered, invited, applied, admitted, ended):
        document = ORGANIZATIONS.apply(document, recorded(event, ORG))
    assert document
    assert [(step.stage, step.on.isoformat()) for step in document.course] == [
        ("invited", "2017-03-01"),
        ("applied", "2017-05-01"),
        ("member", "2017-06-01"),
        ("ended", "2024-12-31"),
    ]


def test_a_membership_pauses_and_goes_on() -> None:
    pause = commands.SuspendMembership(**STAFF, since=date(2023, 1, 1), reason="moving")
    resume = commands.ResumeMembership(**STAFF, until=date(2023, 6, 30))
    member = spec(DECIDER).given(registered, admitted)
    member.when(pause).then(paused)
    member.when(pause.model_copy(update={"since": date(2017, 5, 31)})).refused(Malformed)
    member.when(resume).refused(NotSuspended)
    spec(DECIDER).given(registered).when(pause).refused(NotAMember)
    pausing = spec(DECIDER).given(registered, admitted, paused)
    pausing.when(pause).refused(AlreadySuspended)
    pausing.when(pause.model_copy(update={"reason": "own_wish"})).refused(AlreadySuspended)
    pausing.when(resume).then(resumed)
    pausing.when(resume.model_copy(update={"until": date(2022, 12, 31)})).refused(Malformed)
    again = spec(DECIDER).given(registered, admitted, paused, resumed)
    again.when(pause.model_copy(update={"since": date(2023, 6, 30)})).refused(Malformed)


def test_a_suspended_member_stays_one_and_nothing_of_it_ends_what_is_scored() -> None:
    leave = commands.LeaveAlliance(**STAFF, until=date(2024, 12, 31), reason="dissolved")
    pausing = spec(DECIDER).given(registered, admitted, paused)
    pausing.when(leave).then(ended)
    pausing.when(commands.AdmitToAlliance(**STAFF, since=TODAY)).refused(AlreadyMember)
    told = [type(publish(recorded(event, ORG))) for event in (paused, resumed)]
    assert told == [registry.MembershipSuspended, registry.MembershipResumed]


def test_a_year_is_confirmed_once() -> None:
    confirm = commands.ConfirmMembership(**STAFF, year=2024)
    confirmed = events.MembershipConfirmed(organization=ORG, year=2024)
    spec(DECIDER).given(registered, admitted).when(confirm).then(confirmed)
    spec(DECIDER).given(registered, admitted, confirmed).when(confirm).then()
    for year in (2016, 2026):
        spec(DECIDER).given(registered, admitted).when(confirm.model_copy(update={"year": year})).refused(Malformed)
    spec(DECIDER).given(registered).when(confirm).refused(NotAMember)


def test_the_chair_goes_round_and_has_a_last_day() -> None:
    member = spec(DECIDER).given(registered, admitted)
    member.when(role("chair", date(2024, 1, 1), date(2024, 6, 30))).then(in_chair)
    member.when(role("chair", date(2024, 1, 1))).refused(Malformed)
    member.when(role("chair", date(2024, 1, 1), date(2023, 1, 1))).refused(Malformed)
    member.when(role("council", date(2020, 1, 1))).then(in_council)
    member.when(role("council", date(2010, 1, 1))).refused(Malformed)
    chairing = spec(DECIDER).given(registered, admitted, in_chair)
    chairing.when(role("chair", date(2024, 6, 30), date(2024, 12, 31))).refused(RoleTaken)
    chairing.when(role("chair", date(2024, 7, 1), date(2024, 12, 31))).then(
        in_chair.model_copy(update={"since": date(2024, 7, 1), "until": date(2024, 12, 31)})
    )


def test_who_takes_no_part_has_no_role() -> None:
    pausing = spec(DECIDER).given(registered, admitted, paused)
    pausing.when(role("chair", date(2024, 1, 1), date(2024, 6, 30))).refused(RoleWhileSuspended)
    pausing.when(role("chair", date(2022, 7, 1), date(2023, 1, 1))).refused(RoleWhileSuspended)
    before = in_chair.model_copy(update={"since": date(2022, 1, 1), "until": date(2022, 6, 30)})
    pausing.when(role("chair", date(2022, 1, 1), date(2022, 6, 30))).then(before)
    pausing.when(role("council", date(2020, 1, 1))).refused(RoleWhileSuspended)
    over = in_council.model_copy(update={"until": date(2022, 12, 31)})
    pausing.when(role("council", date(2020, 1, 1), date(2022, 12, 31))).then(over)
    again = spec(DECIDER).given(registered, admitted, paused, resumed)
    again.when(role("chair", date(2024, 1, 1), date(2024, 6, 30))).then(in_chair)


def test_who_is_suspended_has_had_its_roles() -> None:
    pause = commands.SuspendMembership(**STAFF, since=date(2024, 3, 1), reason="moving")
    begun = paused.model_copy(update={"since": date(2024, 3, 1)})
    last = {"organization": ORG, "until": date(2024, 2, 29)}
    ends = [events.AllianceRoleEnded(role=name, **last) for name in ("chair", "council")]
    spec(DECIDER).given(registered, admitted, in_chair, in_council).when(pause).then(begun, *ends)
    over = events.AllianceRoleEnded(organization=ORG, role="chair", until=date(2024, 2, 29))
    spec(DECIDER).given(registered, admitted, in_chair, over).when(pause).then(begun)
    document = None
    for event in (registered, admitted, in_chair, in_council, begun, *ends):
        document = ORGANIZATIONS.apply(document, recorded(event, ORG))
    assert document
    assert [term.until for term in document.roles] == [date(2024, 2, 29)] * 2


def test_a_role_that_would_have_begun_later_is_no_term_of_who_was_suspended_before() -> None:
    pause = commands.SuspendMembership(**STAFF, since=date(2023, 3, 1), reason="moving")
    begun, last = paused.model_copy(update={"since": date(2023, 3, 1)}), date(2023, 2, 28)
    earlier = in_chair.model_copy(update={"since": date(2023, 1, 1), "until": date(2023, 6, 30)})
    past = [registered, admitted, in_council, earlier, in_chair]
    ends = [events.AllianceRoleEnded(organization=ORG, role=name, until=last) for name in ("council", "chair")]
    spec(DECIDER).given(*past).when(pause).then(begun, *ends)
    kept = (
        Term(role="council", since=date(2020, 1, 1), until=last),
        Term(role="chair", since=date(2023, 1, 1), until=last),
    )
    left = ended.model_copy(update={"until": last})
    for now in ((begun, *ends), (left,)):
        document = None
        for event in (*past, *now):
            document = ORGANIZATIONS.apply(document, recorded(event, ORG))
        assert document
        assert document.roles == kept


def test_an_application_is_declined_with_a_reason_and_made_again() -> None:
    applied = events.MembershipApplied(organization=ORG, on=date(2025, 1, 10))
    decline = commands.DeclineApplication(**STAFF, on=date(2025, 2, 1), reason="not_now", note="明年再议")
    declined = events.MembershipDeclined(organization=ORG, on=date(2025, 2, 1), reason="not_now", note="明年再议")
    waiting = spec(DECIDER).given(registered, applied)
    waiting.when(decline).then(declined)
    for wrong in (date(2025, 1, 9), date(2025, 3, 2)):
        waiting.when(decline.model_copy(update={"on": wrong})).refused(Malformed)
    for before in ((), (applied, declined), (admitted,)):
        spec(DECIDER).given(registered, *before).when(decline).refused(NotApplied)
    again = commands.ApplyForAlliance(**STAFF, on=TODAY)
    spec(DECIDER).given(registered, applied, declined).when(again).then(applied.model_copy(update={"on": TODAY}))
    told = publish(recorded(declined, ORG))
    assert isinstance(told, registry.MembershipDeclined)
    assert (told.concerns, told.reason) == ((f"organization:{ORG}",), "not_now")
    document = None
    for event in (registered, applied, declined):
        document = ORGANIZATIONS.apply(document, recorded(event, ORG))
    assert document
    assert document.membership == "declined"
    assert (document.course[-1].reason, document.course[-1].note) == ("not_now", "明年再议")


def test_the_same_step_on_another_day_is_one_more() -> None:
    first = events.MembershipInvited(organization=ORG, on=date(2024, 3, 1))
    second = first.model_copy(update={"on": TODAY})
    spec(DECIDER).given(registered, first).when(commands.InviteToAlliance(**STAFF, on=TODAY)).then(second)
    document = None
    for event in (registered, first, second):
        document = ORGANIZATIONS.apply(document, recorded(event, ORG))
    assert document
    assert [step.on for step in document.course] == [date(2024, 3, 1), TODAY]


def test_a_role_ends_early_and_with_the_membership() -> None:
    end = commands.EndAllianceRole(**STAFF, role="council", until=date(2022, 1, 1))
    left_council = events.AllianceRoleEnded(organization=ORG, role="council", until=date(2022, 1, 1))
    spec(DECIDER).given(registered, admitted, in_council).when(end).then(left_council)
    spec(DECIDER).given(registered, admitted).when(end).refused(NoSuchRole)
    spec(DECIDER).given(registered, admitted, in_council, left_council).when(end).refused(NoSuchRole)
    document = None
    for event in (registered, admitted, in_council, ended):
        document = ORGANIZATIONS.apply(document, recorded(event, ORG))
    assert document
    assert document.roles == (Term(role="council", since=date(2020, 1, 1), until=date(2024, 12, 31)),)


def test_the_list_says_how_it_stood_on_a_day() -> None:
    document = None
    confirmed = events.MembershipConfirmed(organization=ORG, year=2024)
    past: list[Event] = [registered, admitted, in_council, paused, resumed, in_chair, confirmed]
    for event in past:
        document = ORGANIZATIONS.apply(document, recorded(event, ORG))
    assert document
    assert document.suspensions == (
        Suspension(since=date(2023, 1, 1), until=date(2023, 6, 30), reason="moving", note=""),
    )
    during, later = (
        member_on(document, [document], date(2023, 6, 30)),
        member_on(document, [document], date(2024, 6, 30)),
    )
    assert (during.suspended, during.roles, during.confirmed) == (True, ("council",), False)
    assert (later.suspended, later.roles, later.confirmed) == (False, ("council", "chair"), True)
    assert member_on(document, [document], date(2024, 7, 1)).roles == ("council",)
