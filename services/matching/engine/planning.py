"""A plan: for each request the provider that, all requests together, costs the least, and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from services.matching.engine.assigning import Asking, Assignment, Loads, assign, price
from services.matching.engine.pricing import BUSY, NOBODY, Giver, Wanted, Why, fit
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

    def __init__(self, wanted: Sequence[Wanted], givers: Sequence[Giver], today: date) -> None:
        self._wanted = {each.id: each for each in wanted}
        self._givers = {each.id: each for each in givers}
        self._today = today
        tariff = Tariff(givers, today)
        self._asking = {each.id: Asking(each.id, each.group, tariff.own(each)) for each in wanted}
        one_each = {each.group: each for each in wanted}
        self._groups = {group: tariff.group(each) for group, each in one_each.items()}
        self._loads = self._steps(len(wanted))

    def choices(self) -> list[Choice]:
        """The best whole assignment, in the order of the requests."""
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

    def _steps(self, wanted: int) -> Loads:
        most = max(EACH_AT_LEAST, ceil(EACH_SHARE * wanted / max(1, len(self._givers))))
        return {name: [BUSY * (giver.promises + n) for n in range(most)] for name, giver in self._givers.items()}
