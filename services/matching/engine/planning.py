"""A plan: for each request the provider that, all requests together, costs the least, and why."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

from services.matching.engine.assigning import Asking, Loads, assign
from services.matching.engine.pricing import AT_HOME, BUSY, NOBODY, Gift, Giver, Wanted, Why, fit
from services.matching.engine.stands import stands

EACH_AT_LEAST, EACH_SHARE = 3, 1.5
"""A provider gets at most so many, or so much more than its share."""


Line = tuple[str, str | None]
"""Who fulfils a request, and with which offer."""
Use = tuple[str, str]
"""An offer, and the node of the opening by which it is had from outside, or `AT_HOME` for what is used up of itself."""


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
        from services.matching.engine.tariff import Tariff  # by numpy, which comes with the extra `plan`

        self._wanted = {each.id: each for each in wanted}
        self._givers = {each.id: each for each in givers}
        self._today = today
        most = most or dict.fromkeys(self._givers, _share(len(wanted), len(givers)))
        apart, self._limits = stands(givers, most)
        self._stands = {giver.name: giver for giver in apart}
        tariff = Tariff(apart, today)
        priced = zip(wanted, tariff.own(wanted), strict=True)
        self._asking = {each.id: Asking(each.id, tariff.group_of(each), own) for each, own in priced}
        one_each = {self._asking[each.id].group: each for each in wanted}
        self._groups = {group: tariff.group(each) for group, each in one_each.items()}
        self._loads = self._steps(most)

    def choices(self) -> list[Choice]:
        """The best whole assignment, in the order of the requests. That is so as long as each takes one: where several
        things are wanted of what is left of an offer the first requests have them, and for the others the best is found
        without (the best of all would be a knapsack)."""
        made = self._assigned()
        if all(gift.has.left is None for giver in self._givers.values() for gift in giver.gifts):
            return made
        uses: Counter[Use] = Counter()
        kept: dict[str, Choice] = {}
        for choice in made:
            gift = self._gift(choice.provider, choice.offer)
            taken = self._uses(choice.request, gift)
            if (
                gift is None
                or gift.has.left is None
                or uses[_itself(gift)] + taken.get(_itself(gift), 0) <= gift.has.left
            ):
                kept[choice.request] = choice
                uses.update(taken)
        if len(kept) == len(made):
            return made
        kept |= {choice.request: choice for choice in self._without(kept, uses).choices()}
        return self._counted_again([kept[request] for request in self._wanted])

    def _uses(self, request: str, gift: Gift | None) -> Mapping[Use, int]:
        """What a line uses up of its offer; nothing of what there is no more."""
        if gift is None or request not in self._wanted:
            return {}
        return {(gift.offer, way): count for way, count in gift.takes(self._wanted[request]).items()}

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
        assigned = assign(list(self._asking.values()), self._groups, self._loads, self._limits, NOBODY)
        before: Counter[str] = Counter()
        made = []
        for request in self._wanted:
            giver = self._stands[assigned[request]] if request in assigned else None
            made.append(self._choice(request, giver, before[giver.id] if giver else 0))
            before.update([giver.id] if giver else [])
        return made

    def others(self, request: str, lines: Mapping[str, Line]) -> list[Choice]:
        """Who else could take `request` if all other `lines` stay as they are, the cheapest first."""
        rest = {other: line for other, line in lines.items() if other != request}
        taken = Counter(provider for provider, _ in rest.values())
        uses: Counter[Use] = Counter()
        for other, line in rest.items():
            uses.update(self._uses(other, self._gift(*line)))
        givers = [_after(self._givers[provider], uses) for provider in self._able(request, taken)]
        fitting = [self._choice(request, giver, taken[giver.id]) for giver in givers if self._fit(request, giver)]
        return sorted(fitting, key=lambda choice: (choice.cost, choice.provider or ""))

    def nobody(self, request: str) -> Choice:
        """The line for `request` if it gets nobody."""
        return self._choice(request, None, 0)

    def _able(self, request: str, taken: Counter[str]) -> set[str]:
        """Who fits a request, and may get one more."""
        asking = self._asking[request]
        able = {self._stands[name].id for name in (*asking.own, *self._groups[asking.group])}
        return {provider for provider in able if taken[provider] < len(self._loads[provider])}

    def _choice(self, request: str, giver: Giver | None, before: int) -> Choice:
        if giver is None:
            return Choice(request, None, None, (Why("nobody", NOBODY),))
        found = self._fit(request, giver)
        assert found is not None, "only who fits is chosen"
        offer, whys = found
        return Choice(request, giver.id, offer, (*whys, *self._busy(giver.id, before)))

    def _fit(self, request: str, giver: Giver) -> tuple[str | None, list[Why]] | None:
        return fit(self._wanted[request], giver, self._today)

    def _busy(self, provider: str, before: int) -> list[Why]:
        promises = self._givers[provider].promises + before
        return [Why("busy", BUSY * promises, (str(promises),))] if promises else []

    def _steps(self, most: Mapping[str, int]) -> Loads:
        return {name: [BUSY * (giver.promises + n) for n in range(most[name])] for name, giver in self._givers.items()}


def _itself(gift: Gift) -> Use:
    return gift.offer, AT_HOME


def _after(giver: Giver, uses: Mapping[Use, int]) -> Giver:
    """The provider after its offers were used so often."""
    times: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (offer, opening), count in uses.items():
        times[offer][opening] = count
    gifts = tuple(gift.used(times[gift.offer]) if gift.offer in times else gift for gift in giver.gifts)
    return replace(giver, gifts=gifts)


def _share(wanted: int, givers: int) -> int:
    return max(EACH_AT_LEAST, ceil(EACH_SHARE * wanted / max(1, givers)))
