"""How the request behind a published wish or need stands, as matching told it."""

from typing import Literal

from services.registry.events import (
    AnswerKnown,
    ClaimKnown,
    Followed,
    Outcome,
    OutcomeKnown,
    ReopeningKnown,
    RequestKnown,
    TextKnown,
)
from shared.contracts.base import Party
from shared.errors import Refused
from shared.eventsourcing.model import Frozen

Progress = Literal["open", "claimed", "reopened", "fulfilled", "resolved", "partly", "impossible", "referred", "closed"]


class Published(Refused):
    """The request in matching has the say by now."""

    zh = "已经发布，以办件 {request} 为准。要修改文字请在办件上更正；不再需要，请在办件上办理“结束”。"
    en = (
        "It is published, and request {request} has the say now. "
        "Amend its text there, or use its closing if it is no longer wanted."
    )


class Following(Frozen):
    """What is known of the request. `live` are the claims that have not ended, `answers` those of residents to a
    vacancy, `providers` who did what was done."""

    request: str | None = None
    live: tuple[ClaimKnown, ...] = ()
    answers: tuple[AnswerKnown, ...] = ()
    outcome: Outcome | None = None
    providers: tuple[Party, ...] = ()
    reopened: bool = False

    @property
    def progress(self) -> Progress:
        """Where it stands, in one word."""
        if self.outcome:
            return self.outcome
        if self.reopened:
            return "reopened"
        return "claimed" if self.live else "open"

    @property
    def unanswered(self) -> bool:
        """Whether it is open and nobody stands to it."""
        return not (self.outcome or self.live or self.answers)

    @property
    def hired(self) -> int:
        """How many residents a vacancy went to."""
        return sum(answer.standing == "hired" for answer in self.answers)

    @property
    def accepted(self) -> dict[str, Party]:
        """Who may meet the person: claimants with an accepted claim, by claim."""
        return {claim.claim: claim.claimant for claim in self.live if claim.standing == "accepted"}


def follow(following: Following, event: Followed) -> Following:
    """`following` with one more fact."""
    match event:
        case RequestKnown(request=request):
            return following.model_copy(update={"request": request})
        case ClaimKnown():
            return following.model_copy(update={"live": _with(following.live, event)})
        case OutcomeKnown(outcome=outcome, providers=providers):
            ended = {"outcome": outcome, "providers": providers, "live": (), "reopened": False}
            return following.model_copy(update=ended)
        case ReopeningKnown(claims=claims):
            live = following.live
            for each in claims:
                live = _with(live, ClaimKnown(claim=each.claim, claimant=each.claimant, standing="accepted"))
            again = {"outcome": None, "providers": (), "live": live, "reopened": True}
            return following.model_copy(update=again)
        case AnswerKnown():
            others = tuple(known for known in following.answers if known.answer != event.answer)
            answers = others if event.standing == "ended" else (*others, event)
            return following.model_copy(update={"answers": answers})
        case TextKnown():
            return following


def published(stream: str) -> Published:
    """The refusal for a wish or need, with the way to its request."""
    request = request_of(stream)
    return Published(request=request, link=f"/api/matching/v1/requests/{request}")


def request_of(stream: str) -> str:
    """The request that matching derives from a wish or need."""
    return f"req_{stream.partition('_')[2]}"


def _with(live: tuple[ClaimKnown, ...], claim: ClaimKnown) -> tuple[ClaimKnown, ...]:
    others = tuple(known for known in live if known.claim != claim.claim)
    return others if claim.standing == "ended" else (*others, claim)
