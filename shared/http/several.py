"""Several commands in one request: each is carried out or refused by itself, and the answer says which."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.errors import DomainError, NotFound
from shared.eventsourcing.model import Command, Frozen
from shared.http.problem import explained

if TYPE_CHECKING:
    from shared.eventsourcing.handle import Result
    from shared.http.writing import Write

MOST = 50


@dataclass(frozen=True, slots=True)
class Change:
    """One command for one stream; `refusal` says beforehand why it can't be."""

    stream: str
    command: Command
    if_match: int | None = None
    refusal: DomainError | None = None


class FieldProblem(Frozen):
    """What is wrong with a field of the item."""

    field: str
    code: str
    detail: str


class ItemProblem(Frozen):
    """Why an item was refused, and what to do next, in the language asked for."""

    status: int
    code: str
    detail: str
    errors: tuple[FieldProblem, ...] = ()


class Item(Frozen):
    """What became of one item: its new version, or its problem."""

    id: str
    version: int | None = None
    problem: ItemProblem | None = None


class Items(Frozen):
    """What became of each, in the order they were sent; `position` is the last that was written."""

    items: tuple[Item, ...]
    position: str | None


async def change_each(write: "Write", changes: Sequence[Change]) -> Items:
    """Carries out `changes`, each by itself. Raises NotFound when the caller may see none of the things."""
    results = await write.change_each(changes)
    if all(isinstance(result, NotFound) for result in results):
        raise NotFound
    items = tuple(_item(change, result, write.speech) for change, result in zip(changes, results, strict=True))
    last = max((result.position for result in results if not isinstance(result, Exception)), default=None)
    return Items(items=items, position=write.show_position(last) if last else None)


def _item(change: Change, result: "Result", speech: str) -> Item:
    match result:
        case DomainError() as error:
            problem = ItemProblem.model_validate({"status": error.status, **explained(speech, error)})
            return Item(id=change.stream, problem=problem)
        case Exception() as defect:
            raise defect
        case outcome:
            return Item(id=change.stream, version=outcome.version)
