"""What may be asked about an organization's membership of the alliance."""

from services.registry.commands.community import Year
from services.registry.commands.fields import DayGiven
from services.registry.events import LeavingReason
from services.registry.events.membership import AllianceRole, DeclineReason, SuspensionReason
from shared.eventsourcing.model import Command
from shared.privacy.text import Note


class NoteProspect(Command):
    """It might join."""

    on: DayGiven


class InviteToAlliance(Command):
    on: DayGiven


class ApplyForAlliance(Command):
    on: DayGiven


class DeclineApplication(Command):
    """Tell who applied that it is not admitted now."""

    on: DayGiven
    reason: DeclineReason
    note: Note = ""


class AdmitToAlliance(Command):
    """Admit; `since` is the day of the decision, which may lie before the system."""

    since: DayGiven


class SuspendMembership(Command):
    """Let it pause from `since`."""

    since: DayGiven
    reason: SuspensionReason
    note: Note = ""


class ResumeMembership(Command):
    """Let it take part again; `until` was the last day of the pause."""

    until: DayGiven


class LeaveAlliance(Command):
    """End the membership; `until` is the last day."""

    until: DayGiven
    reason: LeavingReason
    note: Note = ""


class ConfirmMembership(Command):
    """It stays, for a year."""

    year: Year


class GiveAllianceRole(Command):
    """Let it do something in the alliance; the chair goes round, so its last day is known."""

    role: AllianceRole
    since: DayGiven
    until: DayGiven | None = None


class EndAllianceRole(Command):
    role: AllianceRole
    until: DayGiven
