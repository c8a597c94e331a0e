"""Between evaluation and the others: facts come in from matching, news go out to organizations."""

from collections.abc import Mapping, Sequence

from services.evaluation.commands import RecordFact, ReverseFact
from services.evaluation.events import Benefit, Fact, FactRecorded, FactReversed, SchemeAdopted
from shared.contracts import evaluation, matching
from shared.contracts.base import Contract, Party
from shared.directory.messages import receive as receive_directory
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.ids import derived_id
from shared.messaging.translation import Arrival, Send
from shared.redaction.messages import receive as receive_redaction

SOURCES: tuple[str, ...] = ("registry", "matching")


def publish(recorded: Recorded) -> Contract | None:
    """That a scorecard changed, or that a scheme was adopted."""
    match recorded.event:
        case FactRecorded(community=community, fact=fact):
            return _changed(community, fact.organization, fact.quarter)
        case FactReversed(community=community, organization=organization, quarter=quarter):
            return _changed(community, organization, quarter)
        case SchemeAdopted() as adopted:
            return _adopted(recorded.stream, adopted)
        case _:
            return None


def _changed(community: str, organization: str, quarter: str) -> Contract:
    return evaluation.ScorecardChanged(
        community=community,
        concerns=(f"organization:{organization}",),
        organization=organization,
        quarter=quarter,
    )


def _adopted(scheme: str, adopted: SchemeAdopted) -> Contract:
    named = {tier.id: evaluation.Tier(zh=tier.zh, en=tier.en) for tier in adopted.scheme.tiers}
    return evaluation.SchemeAdopted(
        community=adopted.community,
        concerns=(f"staff:{adopted.community}",),
        scheme=scheme,
        valid_from=adopted.valid_from,
        replaces=adopted.replaces,
        benefits=tuple(_benefit(benefit, named) for benefit in adopted.scheme.benefits),
    )


def _benefit(benefit: Benefit, named: Mapping[str, evaluation.Tier]) -> evaluation.Benefit:
    tiers = tuple(named[tier] for tier in benefit.tiers)
    return evaluation.Benefit.model_validate(benefit.model_dump() | {"tiers": tiers})


def receive(contract: Contract, arrival: Arrival) -> Sequence[Send]:
    """Facts about organizations to record or to reverse; what persons give is never scored."""
    match contract:
        case matching.DeliveryConfirmed(claim=claim, claimant=claimant) if _is_organization(claimant):
            return (_record(claim, _delivered(contract), arrival),)
        case matching.NeedResolved(about=about) if about.organization:
            return (_record(about.request, _resolved(contract, about.organization), arrival),)
        case matching.RequestPartlyDone(about=about) if about.organization:
            return (_record(about.request, _resolved(contract, about.organization), arrival),)
        case matching.RequestReturned(about=about, reason=reason):
            return (_reverse(about.request, reason, arrival),) if about.kind == "need" else ()
        case matching.RequestReopened(about=about, claims=claims, reason=reason):
            names = [named.claim for named in claims if _is_organization(named.claimant)]
            received = [about.request] if about.kind == "need" else []
            return [_reverse(name, reason, arrival) for name in (*names, *received)]
        case matching.ClaimVoided(claim=claim, claimant=claimant) if _is_organization(claimant):
            return (_reverse(claim, "voided", arrival),)
        case _:
            return (*receive_redaction(contract, arrival), *receive_directory(contract, arrival))


def _is_organization(party: Party) -> bool:
    return party.kind == "organization"


def fact_stream(subject: str) -> str:
    """The stream of what is known about a claim, or about a need's resolution (`subject` is its request)."""
    return derived_id("fact", subject)


def _record(subject: str, fact: Fact, arrival: Arrival) -> Send:
    command = RecordFact(at=arrival.now, actor=arrival.actor, fact=fact, cause=arrival.name)
    return Send(fact_stream(subject), command, subject, begins=True)


def _reverse(subject: str, reason: str, arrival: Arrival) -> Send:
    command = ReverseFact(at=arrival.now, actor=arrival.actor, reason=reason, cause=arrival.name)
    return Send(fact_stream(subject), command, subject)


def _delivered(contract: matching.DeliveryConfirmed) -> Fact:
    return Fact(
        **_common(contract),
        organization=contract.claimant.id,
        occurred_on=contract.occurred_on,
        quantity=contract.quantity,
        of_quantity=contract.of_quantity,
        mark=contract.mark,
        claim=contract.claim,
    )


def _resolved(contract: matching.NeedResolved | matching.RequestPartlyDone, organization: str) -> Fact:
    """What an organization was given; of a need that ended in part, that part."""
    whole = contract.quantity if isinstance(contract, matching.NeedResolved) else contract.of_quantity
    return Fact(
        **_common(contract) | {"kind": matching.NeedResolved.type},
        organization=organization,
        occurred_on=contract.occurred_on,
        quantity=contract.quantity,
        of_quantity=whole,
    )


def _common(contract: matching.MatchingContract) -> dict[str, object]:
    about = contract.about
    return {
        "kind": contract.type,
        "community": contract.community,
        "category": about.category,
        "request_kind": about.kind,
        "wish_kind": about.wish_kind,
        "request": about.request,
        "origin": about.origin,
    }
