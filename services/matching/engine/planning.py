"""A plan: for each request the provider that, all requests together, costs the least, and why."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

from services.matching.engine.assigning import Asking, Loads, assign, price
from services.matching.engine.pricing import BUSY, NOBODY, Gift, Giver, Wanted, Why, fit
from services.matching.engine.tariff import Tariff

EACH_AT_LEAST, EACH_SHARE = 3, 1.5
"""A provider gets at most so many, or so much more than its share."""


Line = tuple[str, str | None]
"""Who fulfils a request, and with which offer."""
Use = tuple[str, str]
"""An offer, and the node of the opening by which it is had from outside."""
NO_USES: Mapping[Use, int] = {}


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is to fulfil a request, with which offer, and why; nobody where nobody fits."""

    request: str
    provider: str | None
    offer: str | None
    whys: tuple[Why, ...]

    @property
    def cost(self) -> int:
        """What it costs in all."""
        return sum(why.cost for why in self.whys)


class Planning:
    """All that a plan is made of, and the answers drawn from it."""

    def __init__(
        self, wanted: Sequence[Wanted], givers: Sequence[Giver], today: date, most: Mapping[str, int] | None = None
    ) -> None:
        """`most`: so many each may get; without it, as many as its share allows."""
        self._wanted = {each.id: each for each in wanted}
        self._givers = {each.id: each for each in givers}
        self._today = today
        tariff = Tariff(givers, today)
        self._asking = {each.id: Asking(each.id, each.group, tariff.own(each)) for each in wanted}
        one_each = {each.group: each for each in wanted}
        self._groups = {group: tariff.group(each) for group, each in one_each.items()}
        self._loads = self._steps(most or dict.fromkeys(self._givers, _share(len(wanted), len(givers))))

    def choices(self) -> list[Choice]:
        """The best whole assignment, in the order of the requests. Of an offer from outside the first of them have what
        is left of its quota, and for the others the best is found without it."""
        made = self._assigned()
        uses: Counter[Use] = Counter()
        kept: dict[str, Choice] = {}
        for choice in made:
            use = self._use(choice.request, choice.provider, choice.offer)
            if use is None or uses[use] < self._left(choice.provider, use):
                kept[choice.request] = choice
                uses.update([use] if use else [])
        if len(kept) == len(made):
            return made
        kept |= {choice.request: choice for choice in self._without(kept, uses).choices()}
        return self._counted_again([kept[request] for request in self._wanted])

    def _use(self, request: str, provider: str | None, offer: str | None) -> Use | None:
        """The offer and its opening that a line uses; None at home, and of what there is no more."""
        gift = self._gift(provider, offer)
        opening = gift.opening(self._wanted[request].path) if gift and request in self._wanted else None
        return (gift.offer, opening) if gift and opening else None

    def _left(self, provider: str | None, use: Use) -> int:
        gift = self._gift(provider, use[0])
        return gift.left[use[1]] if gift else 0

    def _gift(self, provider: str | None, offer: str | None) -> Gift | None:
        giver = self._givers.get(provider or "")
        return next((gift for gift in giver.gifts if gift.offer == offer), None) if giver else None

    def _counted_again(self, choices: Sequence[Choice]) -> list[Choice]:
        """With how many promises each provider has before each line, now that some went elsewhere."""
        before: Counter[str] = Counter()
        made = []
        for choice in choices:
            provider, whys = choice.provider, [why for why in choice.whys if why.code != "busy"]
            if provider is not None:
                whys += self._busy(provider, before[provider])
                before[provider] += 1
            made.append(replace(choice, whys=tuple(whys)))
        return made

    def _without(self, kept: Mapping[str, Choice], uses: Mapping[Use, int]) -> "Planning":
        """The plan for the rest of the requests: what the lines that are `kept` have used is gone."""
        taken = Counter(choice.provider for choice in kept.values() if choice.provider)
        givers = [
            replace(_after(giver, uses), promises=giver.promises + taken[giver.id]) for giver in self._givers.values()
        ]
        most = {name: len(steps) - taken[name] for name, steps in self._loads.items()}
        return Planning([each for each in self._wanted.values() if each.id not in kept], givers, self._today, most)

    def _assigned(self) -> list[Choice]:
        assigned = assign(list(self._asking.values()), self._groups, self._loads, NOBODY)
        before: Counter[str] = Counter()
        made = []
        for request in self._wanted:
            provider = assigned.get(request)
            made.append(self._choice(request, provider, before[provider] if provider else 0))
            before.update([provider] if provider else [])
        return made

    def others(self, request: str, lines: Mapping[str, Line]) -> list[Choice]:
        """Who else could take `request` if all other `lines` stay as they are, the cheapest first."""
        rest = {other: line for other, line in lines.items() if other != request}
        taken = Counter(provider for provider, _ in rest.values())
        uses = Counter(use for other, line in rest.items() if (use := self._use(other, *line)))
        fitting = [
            self._choice(request, giver, taken[giver], uses)
            for giver in self._fitting(request, taken)
            if self._fit(request, giver, uses)
        ]
        return sorted(fitting, key=lambda choice: (choice.cost, choice.provider or ""))

    def nobody(self, request: str) -> Choice:
        """The line for `request` if it gets nobody."""
        return self._choice(request, None, 0)

    def _fitting(self, request: str, taken: Counter[str]) -> list[str]:
        asking = self._asking[request]
        able = {*asking.own, *self._groups[asking.group]}
        return [giver for giver in able if price(asking, giver, taken[giver], self._groups, self._loads) is not None]

    def _choice(self, request: str, provider: str | None, before: int, uses: Mapping[Use, int] = NO_USES) -> Choice:
        if provider is None:
            return Choice(request, None, None, (Why("nobody", NOBODY),))
        found = self._fit(request, provider, uses)
        assert found is not None, "only who fits is chosen"
        offer, whys = found
        return Choice(request, provider, offer, (*whys, *self._busy(provider, before)))

    def _fit(self, request: str, provider: str, uses: Mapping[Use, int]) -> tuple[str | None, list[Why]] | None:
        giver = self._givers[provider]
        return fit(self._wanted[request], _after(giver, uses) if uses else giver, self._today)

    def _busy(self, provider: str, before: int) -> list[Why]:
        promises = self._givers[provider].promises + before
        return [Why("busy", BUSY * promises, (str(promises),))] if promises else []

    def _steps(self, most: Mapping[str, int]) -> Loads:
        return {name: [BUSY * (giver.promises + n) for n in range(most[name])] for name, giver in self._givers.items()}


def _after(giver: Giver, uses: Mapping[Use, int]) -> Giver:
    """The provider after its offers were used so often."""
    times: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (offer, opening), count in uses.items():
        times[offer][opening] = count
    gifts = tuple(gift.used(times[gift.offer]) if gift.offer in times else gift for gift in giver.gifts)
    return replace(giver, gifts=gifts)


def _share(wanted: int, givers: int) -> int:
    return max(EACH_AT_LEAST, ceil(EACH_SHARE * wanted / max(1, givers)))
