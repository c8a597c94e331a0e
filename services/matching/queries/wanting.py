"""What offers are looked for: for a request, or for each of its parts of which something is left."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from services.matching.engine.fitting import Wanted
from services.matching.projections import RequestDocument
from shared.contracts.base import Category
from shared.words import words_of


def wanted_of(document: RequestDocument, path: tuple[str, ...], on: date, named: bool) -> Mapping[int | None, Wanted]:
    """What is wanted, by the number of the part; under None, of a request that is taken on as a whole."""
    request = document.request

    def wanted(words: Iterable[str], category: Category, quantity: int, unit: str) -> Wanted:
        return Wanted(frozenset(words), category, quantity, unit, path, on, named)

    if not request.parts:
        return {None: wanted(document.words, document.category, request.left, request.about.unit)}
    words = words_by_part(document.words, [part.name for part in request.parts])
    return {
        number: wanted(words[number - 1], part.category, left, part.unit)
        for number, part in enumerate(request.parts, 1)
        if (left := request.left_of(number))
    }


def words_by_part(said: Sequence[str], names: Sequence[str]) -> list[frozenset[str]]:
    """The words of each part: those of its name, and those of the whole that are in no other part's name."""
    own = [frozenset(words_of(name)) for name in names]
    common = frozenset(said).difference(*own)
    return [common | words for words in own]
