"""What registry's readers see: one document per community, place, organization, offer, need, person, wish, receipt,
import and export."""

from typing import Any

from services.registry.projections.community import COMMUNITIES, Community, Ledger
from services.registry.projections.exporting import EXPORTS, Export
from services.registry.projections.importing import IMPORTS, Import
from services.registry.projections.need import NEEDS, Need
from services.registry.projections.offer import OFFERS, Offer
from services.registry.projections.organization import ORGANIZATIONS, Contact, Organization
from services.registry.projections.person import PERSONS, Person
from services.registry.projections.place import PLACES, Place
from services.registry.projections.receipt import RECEIPTS, WishReceipt
from services.registry.projections.wish import WISHES, Wish
from shared.eventsourcing.projection import Projection

PROJECTIONS: tuple[Projection[Any], ...] = (
    COMMUNITIES,
    PLACES,
    ORGANIZATIONS,
    OFFERS,
    NEEDS,
    IMPORTS,
    EXPORTS,
    PERSONS,
    WISHES,
    RECEIPTS,
)

__all__ = [
    "COMMUNITIES",
    "EXPORTS",
    "IMPORTS",
    "NEEDS",
    "OFFERS",
    "ORGANIZATIONS",
    "PERSONS",
    "PLACES",
    "PROJECTIONS",
    "RECEIPTS",
    "WISHES",
    "Community",
    "Contact",
    "Export",
    "Import",
    "Ledger",
    "Need",
    "Offer",
    "Organization",
    "Person",
    "Place",
    "Wish",
    "WishReceipt",
]
