"""How a person agreed to what is entered about or for him or her."""

from shared.errors import Malformed
from shared.eventsourcing.model import Actor, Consent


def consent_of(actor: Actor, person: str) -> Consent:
    """As the actor says; whoever enters something himself agrees by that. Raises Malformed where nothing is said."""
    if actor.id == person:
        return "self"
    if actor.consent is None:
        raise Malformed(
            field="consent",
            reason_zh="替他人填写时，请注明本人（或监护人）如何同意。",
            reason_en="say how the person (or the guardian) agreed to what you enter for them.",
        )
    return actor.consent
