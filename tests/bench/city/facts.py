"""What happened in the district, as it stands in the logs of registry and matching."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Literal

from services.matching import events as matching
from services.registry import events as registry
from shared.contracts.base import Party
from shared.contracts.matching import About
from shared.contracts.offers import OfferText, Reach
from shared.contracts.registry import Level
from shared.directory import events as directory
from shared.eventsourcing.ids import derived_id
from shared.eventsourcing.model import Event
from tests.bench.city.words import AREAS, CATEGORIES, MARKS, TODAY, category, of, organization_name, terms, wanted

Fact = tuple[str, str, tuple[Event, ...]]
"""A stream, its community, and what happened there."""

COMMUNITIES, STREETS, ORGANIZATIONS, OFFERS, NEEDS, PAST = 300, 10, 100_000, 100_000, 200, 4_000
PROVIDERS = ORGANIZATIONS // 3
"""So many organizations offer something."""
CROWDED, WALL_OFFERS, WALL_NEEDS, WALL_WISHES = 900, 300, 120, 60
"""In the first community: organizations, and what hangs on its wall."""
ASKED, KINDS = 5, len(CATEGORIES)
"""In each request that is past so many providers were asked; half of them want none of it for some weeks."""


def name(kind: str, number: int | str) -> str:
    """The id of number so-and-so of its kind."""
    return derived_id(kind, f"bench {number}")


DISTRICT = name("community", "district")


def community(number: int) -> str:
    """A community; they are in the subdistricts by turns."""
    return name("community", number % COMMUNITIES)


def street(number: int) -> str:
    """The subdistrict of community `number`."""
    return name("community", f"street {number % STREETS}")


def home(organization: int) -> int:
    """In which community an organization is: the first has 900, the others share the rest."""
    return 0 if organization < CROWDED else 1 + organization % (COMMUNITIES - 1)


def nodes() -> Iterator[tuple[str, str, Level, tuple[str, ...]]]:
    """Each node: its id, name, level and path."""
    yield DISTRICT, "西城区", "district", (DISTRICT,)
    for number in range(STREETS):
        yield street(number), f"{of(AREAS, number)}街道", "subdistrict", (DISTRICT, street(number))
    for number in range(COMMUNITIES):
        path = (DISTRICT, street(number), community(number))
        yield path[-1], f"{of(MARKS, number)}{number}社区", "community", path


# --- registry


def hung() -> Iterator[Fact]:
    """What is in registry's log first: the tree, and what hangs on the wall of the first community."""
    for node, called, level, path in nodes():
        yield node, node, (registry.CommunityFounded(community=node, name=called, level=level, path=path),)
    here = community(0)
    yield from ((name("offer", number), here, _hung(number)) for number in range(WALL_OFFERS))
    yield from ((name("need", number), here, _published(number)) for number in range(WALL_NEEDS))
    yield from ((name("wish", number), here, _wished(number)) for number in range(WALL_WISHES))


def registered(share: int) -> Iterator[Fact]:
    """The organizations in registry's log; one in `share` of them."""
    for number in range(ORGANIZATIONS // share):
        fact = registry.OrganizationRegistered(
            organization=name("org", number),
            community=community(home(number)),
            name=organization_name(number),
            kind="company",
            peer_class="company",
            account=False,
        )
        yield fact.organization, fact.community, (fact,)


def _hung(number: int) -> tuple[Event, ...]:
    owner, says = name("org", number % CROWDED), terms(number, ())
    text = OfferText.model_validate(says.model_dump(include=set(OfferText.model_fields)))
    day = says.confirmed_on or TODAY
    submitted = registry.OfferSubmitted(
        offer=name("offer", number), community=community(0), organization=owner, text=text, confirmed_on=day
    )
    return submitted, registry.OfferListed(organization=owner, confirmed_on=day, terms=says)


def _published(number: int) -> tuple[Event, ...]:
    said = wanted(number)
    owner = {"organization": name("org", number), "audience": "public"}
    detail = said["text"]
    posted = registry.NeedPosted(
        need=name("need", number), community=community(0), detail=detail, **_but(said, "text"), **owner
    )
    return posted, registry.NeedPublished(**said, **owner, confirmed_on=TODAY)


def _wished(number: int) -> tuple[Event, ...]:
    said = _but(wanted(number), "title")
    nobody = {"person": None, "organization": None, "entered_by": "u_desk"}
    posted = registry.WishPosted(
        wish=name("wish", number), community=community(0), consent=None, text=said["text"], words=None, **nobody
    )
    return posted, registry.WishPublished(**said, **nobody, kind="public", home_visit=False)


# --- matching


def opened_before(share: int) -> Iterator[Fact]:
    """What is in matching's log first: the tree, the providers, what is needed and what was asked for before."""
    yield from known_nodes()
    for number in range(PROVIDERS // share):
        yield known_organization(number, community(home(number)))
    for number in range(NEEDS):
        yield opened("need", number, community(number))
    for number in range(PAST // share):
        yield _past(number)


def all_offered(share: int) -> Iterator[Fact]:
    """The offers in matching's log; one in `share` of them."""
    yield from (offered(number) for number in range(OFFERS // share))


def known_nodes() -> Iterator[Fact]:
    """The tree, as matching knows it."""
    for node, called, level, path in nodes():
        yield node, node, (directory.CommunityKnown(community=node, name=called, level=level, path=path),)


def known_organization(number: int, where: str) -> Fact:
    """An organization, as matching knows it."""
    known = directory.OrganizationKnown(
        community=where, name=organization_name(number), kind="company", peer_class="company", account=False
    )
    return name("org", number), where, (known,)


def offered(number: int, edition: int = 0) -> Fact:
    """What is known of an offer. One in ten is open to its subdistrict, one in fifty to the district."""
    reach = [Reach(level="subdistrict", node=street(number % COMMUNITIES), quota=5)] if number % 10 == 0 else []
    reach += [Reach(level="district", node=DISTRICT, quota=2)] if number % 50 == 0 else []
    return of_offer(number, number % PROVIDERS, community(number), tuple(reach), edition)


def of_offer(number: int, owner: int, where: str, reach: tuple[Reach, ...], edition: int = 0) -> Fact:
    """The fact that matching knows an offer."""
    offer = name("offer", number)
    known = matching.OfferKnown(
        community=where,
        offer=offer,
        organization=name("org", owner),
        terms=terms(number, reach, edition),
        listed=True,
    )
    return f"calendar_{offer.partition('_')[2]}", where, (known,)


def opened(kind: Literal["need", "wish"], number: int, where: str) -> Fact:
    """A request that is open: an organization's need, or a public wish."""
    about = _about(kind, number)
    said = {key: wanted(number)[key] for key in ("title", "text", "quantity")}
    fact = matching.RequestOpened(community=where, about=about, audience="public", **said)
    return about.request, where, (fact,)


def _about(kind: Literal["need", "wish"], number: int) -> About:
    of_kind: dict[str, Any] = {"organization": name("org", number)} if kind == "need" else {"wish_kind": "public"}
    return About(
        request=name("req", f"{kind} {number}"),
        kind=kind,
        origin=name(kind, number),
        category=category(number),
        unit="次",
        **of_kind,
    )


def _past(number: int) -> Fact:
    where = community(number)
    stream, _, (begun,) = opened("wish", OFFERS + number, where)
    assert isinstance(begun, matching.RequestOpened)
    asked: list[Event] = []
    for turn in range(ASKED):
        offer = number % KINDS + KINDS * ((number * ASKED + turn) * 3 % (OFFERS // KINDS))
        said: dict[str, Any] = {"community": where, "about": begun.about, "suggestion": turn + 1}
        said |= {"provider": Party(kind="organization", id=name("org", offer % PROVIDERS))}
        said |= {"offer": name("offer", offer)}
        asked.append(matching.SuggestionMade(**said))
        until = TODAY + timedelta(days=30) if turn % 2 else None
        asked.append(matching.SuggestionDeclined(**said, reason="not_now", not_before=until))
    closed = matching.RequestClosed(community=where, about=begun.about, claims=(), reason="expired_unclaimed")
    return stream, where, (begun, *asked, closed)


def _but(fields: dict[str, Any], left_out: str) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key != left_out}
