"""What matching can be asked to do.

`limits` are those in force in the request's community, put in by whoever sends the command. `party` is the
person or organization a command speaks for; None: staff, who may speak for anybody in their node.
"""

from services.matching.commands.request import (
    AcceptClaim,
    AmendText,
    ClaimId,
    ClaimRequest,
    CloseRequest,
    ConfirmDelivery,
    DeclineClaim,
    Deliver,
    ExpireClaim,
    ExtendClaim,
    Mark,
    Marked,
    MarkOverdue,
    OpenRequest,
    Quantity,
    ReleaseClaim,
    Reopen,
    VoidClaim,
    VoidDelivery,
)

__all__ = [
    "AcceptClaim",
    "AmendText",
    "ClaimId",
    "ClaimRequest",
    "CloseRequest",
    "ConfirmDelivery",
    "DeclineClaim",
    "Deliver",
    "ExpireClaim",
    "ExtendClaim",
    "Mark",
    "MarkOverdue",
    "Marked",
    "OpenRequest",
    "Quantity",
    "ReleaseClaim",
    "Reopen",
    "VoidClaim",
    "VoidDelivery",
]
