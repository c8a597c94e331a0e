"""By what listed offers are found in the nodes they are open to: by a word of theirs, and by their category."""

from collections.abc import Iterator

from services.matching.events import OfferKnown
from shared.contracts.base import Category
from shared.contracts.offers import OfferTerms
from shared.words import words_of


def words_in(terms: OfferTerms, before: OfferTerms | None = None, kept: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The words an offer is made of: those `kept` of what it was `before`, if it says the same."""
    if before and _said(before) == _said(terms):
        return kept
    return words_of(*_said(terms))


def _said(terms: OfferTerms) -> tuple[str, ...]:
    return (terms.title, terms.detail, *terms.equipment)


def found_by(known: OfferKnown, words: tuple[str, ...]) -> tuple[str, ...]:
    """`by_word` and `by_category` in its community and in the nodes it was opened to: it is open to all below them.
    What is not listed is found by nothing."""
    return tuple(_found_by(known, words)) if known.listed else ()


def _found_by(known: OfferKnown, words: tuple[str, ...]) -> Iterator[str]:
    for node in (known.community, *(reach.node for reach in known.terms.reach)):
        yield by_category(node, known.terms.category)
        yield from (by_word(node, word) for word in words)


def by_word(node: str, word: str) -> str:
    """By which offers are found that are open to `node` and have this word."""
    return f"{node} {word}"


def by_category(node: str, category: Category) -> str:
    """By which offers of a category are found that are open to `node`."""
    return f"{node} #{category}"
