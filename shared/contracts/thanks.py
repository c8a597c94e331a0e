"""What registry tells about thanks for wishes that came true."""

from typing import ClassVar, Literal

from shared.contracts.base import Contract, Party
from shared.contracts.registry import RegistryContract

ThanksShownTo = Literal["providers", "everybody"]
"""Who may read a person's thanks: those who fulfilled the wish, or anybody at the wall."""


class ThanksContract(RegistryContract):
    """A fact about a person's thanks for a wish. What was said stays in the vault, the reviewed text with registry."""

    wish: str


class ThanksSaid(ThanksContract):
    """It waits for review."""

    type: ClassVar[str] = "thanks_said"


class ThanksPublished(ThanksContract):
    """Who fulfilled the wish may read it."""

    type: ClassVar[str] = "thanks_published"
    shown_to: ThanksShownTo
    providers: tuple[Party, ...] = ()


class ThanksRejected(ThanksContract):
    type: ClassVar[str] = "thanks_rejected"
    reason: str


class ThanksWithdrawn(ThanksContract):
    """Nobody may read it any more; `providers` could."""

    type: ClassVar[str] = "thanks_withdrawn"
    reason: str
    providers: tuple[Party, ...] = ()


CONTRACTS: tuple[type[Contract], ...] = (ThanksPublished, ThanksRejected, ThanksSaid, ThanksWithdrawn)
