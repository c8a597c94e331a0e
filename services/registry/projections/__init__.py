"""What registry's readers see: one document per community, place, organization, visit, agreement, offer, need, person,
wish, call, campaign, receipt, import, export and redaction; per agreement and person one more for what falls due, and
one per campaign and offer."""

from typing import Any

from services.registry.projections.agreement import AGREEMENTS, Agreement
from services.registry.projections.call import CALLS, Call
from services.registry.projections.campaign import CAMPAIGNS, INQUIRIES, Campaign, Inquiry
from services.registry.projections.community import COMMUNITIES, Community, Ledger
from services.registry.projections.due import DUE, Due
from services.registry.projections.importing import IMPORTS, Import
from services.registry.projections.need import NEEDS, Need
from services.registry.projections.offer import OFFERS, Offer
from services.registry.projections.organization import ORGANIZATIONS, Contact, Organization
from services.registry.projections.person import PERSONS, Person
from services.registry.projections.place import PLACES, Place
from services.registry.projections.receipt import RECEIPTS, WishReceipt
from services.registry.projections.template import TEMPLATES, Template
from services.registry.projections.visit import VISITS, Visit
from services.registry.projections.wish import WISHES, Wish
from shared.eventsourcing.projection import Projection
from shared.exporting.projections import EXPORTS
from shared.redaction.projections import REDACTIONS

PROJECTIONS: tuple[Projection[Any], ...] = (
    COMMUNITIES,
    PLACES,
    ORGANIZATIONS,
    VISITS,
    TEMPLATES,
    AGREEMENTS,
    DUE,
    OFFERS,
    CALLS,
    CAMPAIGNS,
    INQUIRIES,
    NEEDS,
    IMPORTS,
    EXPORTS,
    PERSONS,
    WISHES,
    RECEIPTS,
    REDACTIONS,
)

__all__ = [
    "AGREEMENTS",
    "CALLS",
    "CAMPAIGNS",
    "COMMUNITIES",
    "DUE",
    "IMPORTS",
    "INQUIRIES",
    "NEEDS",
    "OFFERS",
    "ORGANIZATIONS",
    "PERSONS",
    "PLACES",
    "PROJECTIONS",
    "RECEIPTS",
    "TEMPLATES",
    "VISITS",
    "WISHES",
    "Agreement",
    "Call",
    "Campaign",
    "Community",
    "Contact",
    "Due",
    "Import",
    "Inquiry",
    "Ledger",
    "Need",
    "Offer",
    "Organization",
    "Person",
    "Place",
    "Template",
    "Visit",
    "Wish",
    "WishReceipt",
]
