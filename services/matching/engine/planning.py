"""A plan: for each request the provider that, all requests together, costs the least, and why."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

from services.matching.engine.assigning import Asking, Assignment, Loads, assign, price
from services.matching.engine.pricing import BUSY, NOBODY, Gift, Giver, Wanted, Why, fit
from services.matching.engine.tariff import Tariff

EACH_AT_LEAST, EACH_SHARE = 3, 1.5
"""A provider gets at most so many, or so much more than its share."""


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
        uses: Counter[tuple[str, str]] = Counter()
        kept: dict[str, Choice] = {}
        for choice in made:
            use = self._use(choice)
            if use is None or uses[use] < self._left(choice, use):
                kept[choice.request] = choice
                uses.update([use] if use else [])
        if len(kept) < len(made):
            kept |= {choice.request: choice for choice in self._without(kept, uses).choices()}
        return [kept[request] for request in self._wanted]

    def _use(self, choice: Choice) -> tuple[str, str] | None:
        """The offer and its opening that a line uses; None at home."""
        if choice.offer is None or choice.provider is None:
            return None
        opening = self._gift(choice).opening(self._wanted[choice.request].path)
        return (choice.offer, opening) if opening else None

    def _left(self, choice: Choice, use: tuple[str, str]) -> int:
        return self._gift(choice).left[use[1]]

    def _gift(self, choice: Choice) -> Gift:
        assert choice.provider is not None, "somebody has it"
        return next(gift for gift in self._givers[choice.provider].gifts if gift.offer == choice.offer)

    def _without(self, kept: Mapping[str, Choice], uses: Mapping[tuple[str, str], int]) -> "Planning":
        """The plan for the rest of the requests: what the lines that are `kept` have used is gone."""
        taken = Counter(choice.provider for choice in kept.values() if choice.provider)
        times: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for (offer, opening), count in uses.items():
            times[offer][opening] = count
        givers = [
            replace(
                giver,
                gifts=tuple(gift.used(times[gift.offer]) if gift.offer in times else gift for gift in giver.gifts),
                promises=giver.promises + taken[giver.id],
            )
            for giver in self._givers.values()
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

    def others(self, request: str, assigned: Assignment) -> list[Choice]:
        """Who else could take `request` if all other lines stay as they are, the cheapest first."""
        taken = Counter(taker for other, taker in assigned.items() if other != request)
        found = [self._choice(request, giver, taken[giver]) for giver in self._fitting(request, taken)]
        return sorted(found, key=lambda choice: (choice.cost, choice.provider or ""))

    def nobody(self, request: str) -> Choice:
        """The line for `request` if it gets nobody."""
        return self._choice(request, None, 0)

    def _fitting(self, request: str, taken: Counter[str]) -> list[str]:
        asking = self._asking[request]
        able = {*asking.own, *self._groups[asking.group]}
        return [giver for giver in able if price(asking, giver, taken[giver], self._groups, self._loads) is not None]

    def _choice(self, request: str, provider: str | None, before: int) -> Choice:
        if provider is None:
            return Choice(request, None, None, (Why("nobody", NOBODY),))
        giver = self._givers[provider]
        found = fit(self._wanted[request], giver, self._today)
        assert found is not None, "only who fits is chosen"
        offer, whys = found
        promises = giver.promises + before
        busy = [Why("busy", BUSY * promises, (str(promises),))] if promises else []
        return Choice(request, provider, offer, (*whys, *busy))

    def _steps(self, most: Mapping[str, int]) -> Loads:
        return {name: [BUSY * (giver.promises + n) for n in range(most[name])] for name, giver in self._givers.items()}


def _share(wanted: int, givers: int) -> int:
    return max(EACH_AT_LEAST, ceil(EACH_SHARE * wanted / max(1, givers)))
