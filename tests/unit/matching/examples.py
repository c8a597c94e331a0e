"""Values and events the examples are made of."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.matching import events as e
from services.matching.decider import DECIDERS, State
from services.matching.events.benefit import BenefitsKnown
from services.matching.events.guardian import GuardianChanged
from shared.contracts.base import Party
from shared.contracts.evaluation import Benefit, Tier
from shared.contracts.limits import ClassLimits
from shared.contracts.matching import About
from shared.contracts.redaction import Replacement
from shared.contracts.registry import Settings, Waiting
from shared.directory import events as directory
from shared.directory.limits import Limits, due_at
from shared.eventsourcing.model import Actor, Command, Event
from shared.exporting.model import ListExported
from shared.links.model import LinkIssued, LinkRevoked, LinkUsed
from shared.redaction.model import HistoryRedacted, HistoryRewritten
from shared.testing.spec import spec

from . import bookable

LETTERS = "a" * 26
REQUEST = f"req_{LETTERS}"
MEETING, OTHER = f"meeting_{LETTERS}", "req_" + "b" * 26
COMMUNITY = f"community_{LETTERS}"
GUARDIAN = "person_gggggggggggggggggggggggggg"
ELDER, NEIGHBOUR, HELPER = "person_" + "e" * 26, "person_" + "n" * 26, "person_" + "h" * 26
STEWARD = "person_" + "w" * 26
SCHOOL, SHOP, CLINIC = (Party(kind="organization", id="org_" + letter * 26) for letter in ("s", "t", "c"))
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # a Monday, 9:00 in Shanghai
TODAY, SATURDAY = date(2026, 3, 2), date(2026, 2, 28)
LIMITS = Limits()
ACCEPTING = Limits(accept_public_claims=True)
TERMS = e.Terms(claim_due="P14D", claim_grace="P3D", time_zone="Asia/Shanghai")
DUE = datetime(2026, 3, 16, 16, 0, tzinfo=UTC)  # 24:00 of the 16th
CONFIRM_BY = DUE  # two weeks, too
EXPIRES = datetime(2026, 3, 20, 16, 0, tzinfo=UTC)  # three days after the 17th, when it was found overdue
WEDNESDAY = date(2026, 3, 4)
REMINDER = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)  # 9:00 on the day before
CLOSES = datetime(2026, 3, 24, 16, 0, tzinfo=UTC)  # a week after the 17th, when it was found unclaimed
DESK = Actor(id="u_desk")
TRAINING = Benefit(
    id="training", zh="专家培训", en="Expert training", category="learning", tiers=(Tier(zh="良好", en="Good"),)
)
KNOWN_BENEFITS = BenefitsKnown(
    community="community_" + "r" * 26, scheme=f"scheme_{LETTERS}", valid_from=date(2026, 1, 1), benefits=(TRAINING,)
)

WISH = About(
    request=REQUEST,
    kind="wish",
    origin=f"wish_{LETTERS}",
    wish_kind="person",
    person=ELDER,
    entered_by=NEIGHBOUR,
    category="household_help",
    unit="件",
)
PUBLIC = WISH.model_copy(update={"wish_kind": "public", "person": None, "entered_by": "u_desk", "unit": "盏"})
NEED = About(
    request=REQUEST,
    kind="need",
    origin=f"need_{LETTERS}",
    organization=CLINIC.id,
    need_kind="help",
    category="space",
    unit="间",
)

VACANCY = NEED.model_copy(update={"need_kind": "vacancy", "category": "employment", "unit": "人"})
ZONE = "Asia/Shanghai"
SETTINGS = Settings(claim_due="P7D", classes=(ClassLimits(category="safety", claim_due="P2WD"),))

wishes = spec(DECIDERS["req"])
meetings = spec(DECIDERS["meeting"])


def claim_id(n: int) -> str:
    return f"{REQUEST}.{n}"


def by(command: type[Command], *, at: datetime = AT, actor: Actor = DESK, **fields: Any) -> Any:
    """A command; `claim=1` means the first claim."""
    if isinstance(fields.get("claim"), int):
        fields["claim"] = claim_id(fields["claim"])
    return command(at=at, actor=actor, **fields)


def opened(about: About = WISH, quantity: int = 1) -> e.RequestOpened:
    return e.RequestOpened(
        community=COMMUNITY, about=about, title="", text="换一个灯泡", quantity=quantity, audience="public"
    )


def of_claim(event: type[e.ClaimEvent], n: int = 1, by: Party = SCHOOL, about: About = WISH, **fields: Any) -> Any:
    return event(community=COMMUNITY, about=about, claim=claim_id(n), claimant=by, **fields)


def claimed(
    n: int = 1,
    by: Party = SCHOOL,
    about: About = WISH,
    quantity: int = 1,
    waits: bool = True,
    meeting: str | None = None,
) -> Any:
    return of_claim(e.RequestClaimed, n, by, about, quantity=quantity, needs_acceptance=waits, meeting=meeting)


def accepted(n: int = 1, by: Party = SCHOOL, about: About = WISH, quantity: int = 1, due_at: datetime = DUE) -> Any:
    return of_claim(e.ClaimAccepted, n, by, about, quantity=quantity, due_at=due_at, terms=TERMS)


def overdue(n: int = 1, by: Party = SCHOOL, about: About = WISH) -> Any:
    return of_claim(e.ClaimOverdue, n, by, about, expires_at=EXPIRES)


def delivered(n: int = 1, by: Party = SCHOOL, about: About = WISH, quantity: int = 1, **fields: Any) -> Any:
    said = {"final": False, "occurred_on": SATURDAY, "evidence_code": "visit", "confirm_by": CONFIRM_BY} | fields
    return of_claim(e.Delivered, n, by, about, quantity=quantity, **said)


def unconfirmed(n: int = 1, by: Party = SCHOOL, about: About = WISH) -> Any:
    return of_claim(e.ConfirmationOverdue, n, by, about, occurred_on=SATURDAY)


def confirmed(n: int = 1, by: Party = SCHOOL, about: About = WISH, quantity: int = 1, of: int = 1) -> Any:
    return of_claim(
        e.DeliveryConfirmed,
        n,
        by,
        about,
        quantity=quantity,
        of_quantity=of,
        occurred_on=SATURDAY,
        mark=5,
        how="visit",
        confirmed_by=DESK.id,
    )


def fulfilled(*providers: Party, about: About = WISH, quantity: int = 1) -> e.RequestFulfilled:
    return e.RequestFulfilled(
        community=COMMUNITY, about=about, quantity=quantity, occurred_on=SATURDAY, providers=providers or (SCHOOL,)
    )


def reopened(*claims: e.Reopening, about: About = WISH, reason: Any = "not_done") -> e.RequestReopened:
    return e.RequestReopened(community=COMMUNITY, about=about, claims=claims, reason=reason)


def again(n: int = 1, by: Party = SCHOOL, due_at: datetime = DUE) -> e.Reopening:
    return e.Reopening(claim=claim_id(n), claimant=by, due_at=due_at, terms=TERMS)


def disputed(n: int = 1, by: Party = SCHOOL, about: About = WISH, quantity: int = 1) -> Any:
    again = {"due_at": DUE, "terms": TERMS, "reason": "not_done"}
    return of_claim(e.DeliveryDisputed, n, by, about, quantity=quantity, **again)


def arranged(n: int = 1, by: Party = SCHOOL, remind_at: datetime | None = REMINDER, **fields: Any) -> Any:
    said = {
        "on": WEDNESDAY,
        "time": "14:30",
        "people": 2,
        "escort": True,
        "escorted_by": DESK.id,
        "remind_at": remind_at,
    }
    return of_claim(e.Arranged, n, by, **(said | fields))


def not_reached(attempt: int = 1, n: int = 1, by: Party = SCHOOL, how: str = "call", on: date = TODAY) -> Any:
    return of_claim(e.NotReached, n, by, attempt=attempt, occurred_on=on, how=how)


def waiting_wish() -> e.RequestOpened:
    """A wish that may go unclaimed until DUE, and then for a week."""
    waiting = Waiting(until=DUE, grace="P7D", time_zone="Asia/Shanghai")
    return opened().model_copy(update={"waiting": waiting})


def unclaimed() -> e.RequestUnclaimed:
    return e.RequestUnclaimed(community=COMMUNITY, about=WISH, expires_at=CLOSES)


def closed(*claims: e.Ended, about: About = WISH, reason: Any = "no_longer_wanted") -> e.RequestClosed:
    return e.RequestClosed(community=COMMUNITY, about=about, claims=claims, reason=reason)


def referred(*claims: e.Ended, about: About = WISH) -> e.RequestReferred:
    return e.RequestReferred(
        community=COMMUNITY, about=about, to="街道城管科", expected_by=date(2026, 3, 16), due_at=DUE, claims=claims
    )


def of_answer(event: type[e.AnswerEvent], n: int = 1, person: str = HELPER, **fields: Any) -> Any:
    return event(community=COMMUNITY, about=VACANCY, answer=n, person=person, **fields)


def settled(n: int = 1, person: str = HELPER, outcome: Any = "hired") -> Any:
    return of_answer(e.AnswerSettled, n, person, outcome=outcome, occurred_on=TODAY)


def after(*events: Event) -> State:
    """The request after `events`."""
    state: State = wishes.given(*events).state
    return state


def prepared(*requests: str) -> e.MeetingPrepared:
    return e.MeetingPrepared(
        community=COMMUNITY, title="微心愿认领会", held_on=TODAY, requests=requests or (REQUEST, OTHER)
    )


def of_meeting(event: type[e.MeetingEvent], **fields: Any) -> Any:
    return event(community=COMMUNITY, **fields)


OFFER = f"offer_{LETTERS}"


def suggestion(event: type[e.SuggestionEvent], n: int = 1, provider: Party = SCHOOL, **fields: Any) -> Any:
    """A fact about the suggestion number `n` for a need."""
    offer: dict[str, Any] = {"offer": OFFER, "about": NEED, "community": COMMUNITY}
    return event(**offer | {"suggestion": n, "provider": provider} | fields)


PLAN = f"plan_{LETTERS}"


def of_plan(event: type[e.PlanEvent], **fields: Any) -> Any:
    return event(community=COMMUNITY, **fields)


def line(request: str = REQUEST, provider: Party | None = SCHOOL, **fields: Any) -> e.Line:
    """A line of a plan, for the reason that the provider offers it."""
    causes = (e.Cause(code="offers", cost=60, about=(OFFER,)),) if provider else (e.Cause(code="nobody", cost=1000),)
    return e.Line(**{"request": request, "provider": provider, "offer": OFFER, "causes": causes} | fields)


LOCK = "ab" * 32


LINK_UNTIL = due_at(AT, "P7D", "Asia/Shanghai")


def linked(thing: str, n: int = 1, replaces: int | None = None, **fields: Any) -> LinkIssued:
    """Link number `n` for the school: for a claim, or (`/`) for a suggestion."""
    purpose: Any = "answer_suggestion" if "/" in thing else "say_delivered"
    about = {"purpose": purpose, "thing": thing, "organization": SCHOOL.id, "until": LINK_UNTIL}
    return LinkIssued(**about | {"number": n, "lock": LOCK, "replaces": replaces} | fields)


UNDER_WAY = (opened(), claimed(), accepted())
DONE = (*UNDER_WAY, delivered(), confirmed(), fulfilled())
LIGHTS = opened(PUBLIC, 50)

EXAMPLES: tuple[Event, ...] = (
    opened(),
    unclaimed(),
    e.WaitingExtended(community=COMMUNITY, about=WISH, until=DUE, reason="other"),
    claimed(),
    accepted(),
    of_claim(e.ClaimDeclined, reason="unsuitable"),
    of_claim(e.ClaimReleased, reason="no_time"),
    of_claim(e.ClaimVoided, reason="entered_twice"),
    of_claim(e.ClaimExtended, due_at=DUE + timedelta(days=3), reason="weather"),
    overdue(),
    of_claim(e.ClaimExpired),
    arranged(),
    of_claim(e.ArrangementReminded, on=WEDNESDAY, time="14:30", people=2, escort=True),
    delivered(),
    unconfirmed(),
    of_claim(e.DeliveryVoided, delivery=1, quantity=1, due_at=DUE, reason="wrong_quantity"),
    confirmed(),
    not_reached(),
    disputed(),
    fulfilled(),
    reopened(again()),
    closed(e.Ended(claim=claim_id(1), claimant=SCHOOL)),
    e.RequestPartlyDone(
        community=COMMUNITY,
        about=PUBLIC,
        quantity=20,
        of_quantity=50,
        occurred_on=SATURDAY,
        providers=(SCHOOL,),
        claims=(e.Ended(claim=claim_id(2), claimant=SHOP),),
        reason="no_more_givers",
    ),
    e.RequestFoundImpossible(
        community=COMMUNITY, about=NEED, claims=(), reason="beyond_powers", note="改造要由产权单位申请"
    ),
    referred(e.Ended(claim=claim_id(1), claimant=SCHOOL)),
    e.ReferralAsked(community=COMMUNITY, about=WISH, to="街道城管科", expected_by=date(2026, 3, 16)),
    e.ReferralAnswered(community=COMMUNITY, about=WISH, outcome="not_done", occurred_on=TODAY),
    e.RequestReturned(community=COMMUNITY, about=WISH, reason="sent_back"),
    of_answer(e.VacancyAnswered),
    settled(),
    e.RequestAmended(
        community=COMMUNITY,
        about=WISH,
        old_text="换一个灯泡",
        text="换两个灯泡",
        reason="correction",
        claimants=(SCHOOL,),
    ),
    GuardianChanged(community=COMMUNITY, about=WISH.model_copy(update={"guardian": GUARDIAN})),
    suggestion(e.SuggestionMade, quantity=1),
    suggestion(e.SuggestionAccepted, claim=claim_id(1)),
    suggestion(e.SuggestionDeclined, reason="not_now", not_before=date(2026, 9, 1)),
    suggestion(e.SuggestionWithdrawn, reason="found_another"),
    linked(claim_id(1), until=AT + timedelta(days=7)),
    LinkRevoked(number=1, reason="sent_to_others", note="发错了群"),
    LinkUsed(number=1, answer="delivered"),
    KNOWN_BENEFITS,
    *bookable.EXAMPLES,
    prepared(),
    HistoryRewritten(rewritten=3),
    ListExported(
        export=f"export_{LETTERS}",
        community=COMMUNITY,
        list="cases",
        format="xlsx",
        rows=12,
        filters={"state": "open"},
        purpose=None,
    ),
    HistoryRedacted(
        community=COMMUNITY,
        service="matching",
        thing=REQUEST,
        replacements=(Replacement(mark="ab" * 32, length=9, text="请找（已去除）领钥匙"),),
        reason="names_a_person",
    ),
    of_plan(e.PlanDrafted, title="十二月安排", scope=e.Scope(kind="need"), total=1),
    of_plan(e.LinesProposed, lines=(line(), line(part=2)), left_out=(e.plan.LeftOut(request=OTHER, reason="vacancy"),)),
    of_plan(e.LineChanged, line=line(provider=None), extra=940, note="本月放假"),
    of_plan(e.PlanEnded, reason="carried_out"),
    of_meeting(e.MeetingChanged, title="微心愿认领会", held_on=TODAY, requests=(OTHER, REQUEST)),
    of_meeting(e.NumbersAdded, requests=("req_" + "c" * 26,)),
    of_meeting(e.MeetingOpened),
    of_meeting(e.ClaimingBegan),
    of_meeting(e.MeetingClosed),
    of_meeting(e.IntentionNoted, request=REQUEST, organization=SCHOOL.id),
    of_meeting(e.IntentionWithdrawn, request=REQUEST, organization=SCHOOL.id),
    directory.CommunityKnown(community=COMMUNITY, name="核桃园社区", level="community", path=(COMMUNITY,)),
    directory.CommunitySettingsKnown(community=COMMUNITY, settings=SETTINGS),
    directory.CalendarKnown(community=COMMUNITY, year=2026, off=(date(2026, 2, 16),), worked=(date(2026, 2, 14),)),
    directory.PlaceKnown(community=COMMUNITY, name="核桃园北里12号楼", kind="courtyard", parent="place_" + "c" * 26),
    directory.StewardKnown(community=COMMUNITY, person=STEWARD),
    directory.OrganizationKnown(
        community=COMMUNITY, name="示例小学", kind="school", peer_class="education", account=True
    ),
    directory.OrganizationActiveKnown(community=COMMUNITY, active=False),
    directory.OrganizationMergedKnown(community=COMMUNITY, into="org_" + "c" * 26),
    directory.MembershipKnown(community=COMMUNITY, since=date(2017, 5, 1)),
    directory.PersonKnown(community=COMMUNITY, account=False),
    directory.PersonGone(community=COMMUNITY),
)
"""One of each event in matching's log."""
