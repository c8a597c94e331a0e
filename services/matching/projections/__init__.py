"""Matching's read models: the requests with their claims, what falls due when, the claiming meetings, the plans,
the offers with their bookings and their uses from outside, what their providers made of it before, and the
benefits."""

from services.matching.projections.benefits import BENEFITS, BenefitsDocument
from services.matching.projections.bookings import BOOKINGS, CALENDARS, BookingDocument, CalendarDocument
from services.matching.projections.due import DUE, Due
from services.matching.projections.meetings import MEETINGS, MeetingDocument
from services.matching.projections.plans import PLANS, PlanDocument
from services.matching.projections.records import RECORDS, Record
from services.matching.projections.requests import REQUESTS, RequestDocument
from services.matching.projections.uses import USES, Use
from shared.directory import projections as directory
from shared.exporting.projections import EXPORTS
from shared.redaction.projections import REDACTIONS

__all__ = [
    "BENEFITS",
    "BOOKINGS",
    "CALENDARS",
    "DUE",
    "MEETINGS",
    "PLANS",
    "PROJECTIONS",
    "RECORDS",
    "REQUESTS",
    "USES",
    "BenefitsDocument",
    "BookingDocument",
    "CalendarDocument",
    "Due",
    "MeetingDocument",
    "PlanDocument",
    "Record",
    "RequestDocument",
    "Use",
]

PROJECTIONS = (
    REQUESTS,
    DUE,
    MEETINGS,
    PLANS,
    CALENDARS,
    BOOKINGS,
    RECORDS,
    USES,
    BENEFITS,
    directory.COMMUNITIES,
    directory.PLACES,
    directory.ORGANIZATIONS,
    directory.PERSONS,
    EXPORTS,
    REDACTIONS,
)
