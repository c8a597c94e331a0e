"""What an organization gave, told by matching: it counts for its agreements."""

from collections.abc import Sequence

from services.registry.commands.agreement import KnowDelivery, WithdrawDeliveries
from services.registry.decider.agreement_state import stream_of
from shared.contracts import matching
from shared.messaging.translation import Arrival, Send


def given(contract: matching.MatchingContract, arrival: Arrival) -> Sequence[Send]:
    """What was confirmed of an organization, or is so no longer."""
    match contract:
        case matching.DeliveryConfirmed(claimant=claimant) if claimant.kind == "organization":
            return (_delivery(contract, arrival),)
        case matching.RequestReopened(claims=claims):
            given = [(each.claim, each.claimant) for each in claims]
        case matching.ClaimVoided(claim=claim, claimant=claimant):
            given = [(claim, claimant)]
        case _:
            return ()
    return [
        Send(stream_of(claimant.id), WithdrawDeliveries(at=arrival.now, actor=arrival.actor, claim=claim), claim)
        for claim, claimant in given
        if claimant.kind == "organization"
    ]


def _delivery(contract: matching.DeliveryConfirmed, arrival: Arrival) -> Send:
    command = KnowDelivery(
        at=arrival.now,
        actor=arrival.actor,
        organization=contract.claimant.id,
        community=contract.community,
        claim=contract.claim,
        category=contract.about.category,
        unit=contract.about.unit,
        quantity=contract.quantity,
        occurred_on=contract.occurred_on,
    )
    return Send(stream_of(contract.claimant.id), command)
