"""What may be asked of registry."""

from services.registry.commands.community import (
    ChangeSettings,
    Figures,
    FoundCommunity,
    GroupCount,
    Node,
    RecordLedger,
)
from services.registry.commands.following import Follow
from services.registry.commands.need import NeedText, PostNeed, PublishNeed, WithdrawNeed
from services.registry.commands.offer import (
    ChangeOffer,
    ConfirmOffer,
    EndOffer,
    ListOffer,
    OfferText,
    SubmitOffer,
)
from services.registry.commands.organization import (
    AddContact,
    AdmitToAlliance,
    ChangeContact,
    ChangePhones,
    ExternalRefGiven,
    LeaveAlliance,
    OrganizationFacts,
    PhoneGiven,
    RegisterOrganization,
    RemoveContact,
)
from services.registry.commands.person import ErasePerson, RegisterPerson, RevealPerson
from services.registry.commands.receipt import IssueReceipt
from services.registry.commands.wish import (
    PostWish,
    Publication,
    PublishWish,
    Rejection,
    RejectWish,
    RevealWishContact,
    ReviseWish,
    WithdrawErased,
    WithdrawWish,
)

__all__ = [
    "AddContact",
    "AdmitToAlliance",
    "ChangeContact",
    "ChangeOffer",
    "ChangePhones",
    "ChangeSettings",
    "ConfirmOffer",
    "EndOffer",
    "ErasePerson",
    "ExternalRefGiven",
    "Figures",
    "Follow",
    "FoundCommunity",
    "GroupCount",
    "IssueReceipt",
    "LeaveAlliance",
    "ListOffer",
    "NeedText",
    "Node",
    "OfferText",
    "OrganizationFacts",
    "PhoneGiven",
    "PostNeed",
    "PostWish",
    "Publication",
    "PublishNeed",
    "PublishWish",
    "RecordLedger",
    "RegisterOrganization",
    "RegisterPerson",
    "RejectWish",
    "Rejection",
    "RemoveContact",
    "RevealPerson",
    "RevealWishContact",
    "ReviseWish",
    "SubmitOffer",
    "WithdrawErased",
    "WithdrawNeed",
    "WithdrawWish",
]
