"""What is left in hand after a claiming meeting: a sheet to sign, and a text to paste into a group."""

from collections.abc import Iterable
from itertools import groupby

from services.matching.decider import Claim
from services.matching.queries.meetings import Numbered, holding, in_public, no_secret
from shared.eventsourcing.model import Day, Frozen

RESIDENT = {"zh": "居民", "en": "a resident"}
WAITING = {"zh": "已有人认领，待确认", "en": "somebody, to be accepted"}
ENDED = {"zh": "（已结束）", "en": "(ended)"}
WORDS = {
    "zh": {
        "date": "{day.year}年{day.month}月{day.day}日",
        "figures": "{total} 个心愿，已认领 {claimed} 个。",
        "line": "{number}. {text} —— {who}",
        "open": "还等待认领：",
        "wanted": "{number}. {text}（{quantity} {unit}）",
        "part": "{name} {quantity} {unit}",
        "between": "、",
    },
    "en": {
        "date": "{day:%-d %B %Y}",
        "figures": "{total} wishes, {claimed} of them claimed.",
        "line": "{number}. {text} – {who}",
        "open": "Still to be claimed:",
        "wanted": "{number}. {text} ({quantity} {unit})",
        "part": "{name} {quantity} {unit}",
        "between": ", ",
    },
}


class SheetLine(Frozen):
    """One line to sign: who claims how much of a number. Without a claimant: what is left of it."""

    number: int
    text: str
    claimant: str | None
    quantity: int
    unit: str
    here: bool
    """It was claimed in this meeting."""


class Sheet(Frozen):
    """The lines of a meeting in the order of their numbers, and `text` for a group."""

    meeting: str
    title: str
    held_on: Day
    community: str
    community_name: str
    claimed: int
    total: int
    lines: tuple[SheetLine, ...]
    text: str


def sheet(spread: Numbered, language: str) -> Sheet:
    """The sheet of a meeting, with its text in `language` (`zh` or `en`)."""
    meeting = spread.document.meeting
    lines = tuple(_lines(spread, language))
    told = tuple(_told(spread, line, language) for line in lines)
    blank = Sheet(
        meeting=spread.document.id,
        title=meeting.title,
        held_on=meeting.held_on,
        community=spread.document.community,
        community_name=spread.community_name,
        claimed=spread.claimed,
        total=len(meeting.requests),
        lines=lines,
        text="",
    )
    return blank.model_copy(update={"text": text(blank.model_copy(update={"lines": told}), language)})


def _lines(spread: Numbered, language: str) -> Iterable[SheetLine]:
    for number, document in spread.requests.items():
        request = document.request
        fixed = {"number": number, "text": request.text, "unit": request.about.unit}
        for claim in holding(document):
            name, here = _name(spread, claim, language), claim.meeting == spread.document.id
            yield SheetLine(**fixed, claimant=name, quantity=claim.promised, here=here)
        if request.state == "open" and request.left:
            yield SheetLine(**fixed, claimant=None, quantity=request.left, here=False)


def _name(spread: Numbered, claim: Claim, language: str) -> str:
    """Who claims, for all who sign: a resident has no name, and neither has who claimed elsewhere and waits."""
    if not no_secret(claim, spread.document.id):
        return WAITING[language]
    if claim.claimant.kind == "person":
        return RESIDENT[language]
    return spread.named(claim.claimant.id).name or claim.claimant.id


def _told(spread: Numbered, line: SheetLine, language: str) -> SheetLine:
    """`line` for a group, which anybody may read."""
    return line.model_copy(update={"text": in_public(spread.requests[line.number]) or ENDED[language]})


def text(of: Sheet, language: str) -> str:
    """The sheet as a text to paste."""
    words = WORDS[language]
    head = [of.title, f"{of.community_name} · {words['date'].format(day=of.held_on)}".removeprefix(" · ")]
    said = [*head, words["figures"].format(total=of.total, claimed=of.claimed), "", *_claimed(of, language)]
    wanted = [words["wanted"].format(**dict(line)) for line in of.lines if line.claimant is None]
    return "\n".join([*said, *(["", words["open"], *wanted] if wanted else [])])


def _claimed(of: Sheet, language: str) -> Iterable[str]:
    words = WORDS[language]
    taken = (line for line in of.lines if line.claimant)
    for number, group in groupby(taken, key=lambda line: line.number):
        lines = list(group)
        parts = len(lines) > 1 or lines[0].quantity > 1
        who = [_part(line, language) if parts else str(line.claimant) for line in lines]
        yield words["line"].format(number=number, text=lines[0].text, who=words["between"].join(who))


def _part(line: SheetLine, language: str) -> str:
    return WORDS[language]["part"].format(name=line.claimant, quantity=line.quantity, unit=line.unit)
