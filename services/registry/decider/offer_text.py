"""What an offer may say, by its mode."""

from collections.abc import Mapping

from services.registry.commands import OfferTextGiven
from shared.contracts.offers import Mode, OfferText
from shared.errors import Malformed

SAID: Mapping[Mode, tuple[str, ...]] = {
    "bookable": ("availability", "parallel", "unit", "lead_time"),
    "standing": ("partners", "quantity"),
    "seasonal": ("season", "quantity"),
    "one_off": ("available", "quantity"),
}
"""The fields that go with a mode; all others go with any."""

MODES: Mapping[Mode, tuple[str, str]] = {
    "bookable": ("可预约", "bookable"),
    "standing": ("长期", "standing"),
    "seasonal": ("季节性", "seasonal"),
    "one_off": ("一次性", "one-off"),
}


def text_of(given: OfferTextGiven) -> OfferText:
    """What is said in `given`, if it says no more than its mode may. Raises Malformed naming the field and where it
    belongs."""
    text = OfferText(**given.model_dump(include=set(OfferText.model_fields)))
    for field in dict.fromkeys(field for fields in SAID.values() for field in fields):
        if getattr(text, field) is not None and field not in SAID[text.mode]:
            raise _belongs_elsewhere(field)
    if text.mode == "seasonal" and text.season is None:
        raise Malformed(
            field="season",
            reason_zh="季节性资源请填写每年从哪天到哪天，例如 11-01 至 03-31。",
            reason_en="say from which to which day of each year it is to be had, such as 11-01 to 03-31.",
        )
    return text


def _belongs_elsewhere(field: str) -> Malformed:
    modes = [MODES[mode] for mode, fields in SAID.items() if field in fields]
    zh, en = ("、".join(zh for zh, _ in modes), ", ".join(en for _, en in modes))
    return Malformed(
        field=field,
        reason_zh=f"这一项只用于“{zh}”的资源，请去掉它或改选方式。",
        reason_en=f"it goes with mode {en} only. Leave it out or choose that mode.",
    )
