"""Reads over matching's documents, one file for each kind of thing."""

from services.matching.queries.board import Board, board
from services.matching.queries.candidates import party
from services.matching.queries.desk import Desk, desk
from services.matching.queries.links import LinkedRequest, answerable, asked, linked, speaker
from services.matching.queries.meetings import (
    MeetingBrief,
    MeetingView,
    Numbered,
    brief,
    numbered,
    whole_meeting,
)
from services.matching.queries.overview import Overview, overview
from services.matching.queries.requests import (
    NEUTRAL,
    Filter,
    behind,
    claims_of,
    fields,
    names,
    of_organization,
    of_person,
    promises,
    requests_in,
    views,
    visible,
    whole,
)
from services.matching.queries.returns import ReturnVisits, return_visits, stewards_visits
from services.matching.queries.satisfaction import SatisfactionOverview, satisfaction
from services.matching.queries.sheet import Sheet, sheet
from services.matching.queries.shown import Named, Promise, Promises, RequestView, WholeRequest
from services.matching.queries.suggestions import AskedOf, Suggestions, asked_of, suggestions, waiting_for

__all__ = [
    "NEUTRAL",
    "AskedOf",
    "Board",
    "Desk",
    "Filter",
    "LinkedRequest",
    "MeetingBrief",
    "MeetingView",
    "Named",
    "Numbered",
    "Overview",
    "Promise",
    "Promises",
    "RequestView",
    "ReturnVisits",
    "SatisfactionOverview",
    "Sheet",
    "Suggestions",
    "WholeRequest",
    "answerable",
    "asked",
    "asked_of",
    "behind",
    "board",
    "brief",
    "claims_of",
    "desk",
    "fields",
    "linked",
    "names",
    "numbered",
    "of_organization",
    "of_person",
    "overview",
    "party",
    "promises",
    "requests_in",
    "return_visits",
    "satisfaction",
    "sheet",
    "speaker",
    "stewards_visits",
    "suggestions",
    "views",
    "visible",
    "waiting_for",
    "whole",
    "whole_meeting",
]
