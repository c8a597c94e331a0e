"""The afterlife of an agreement: ticked off by hand, renewed, corrected, ended, put back; and its paper."""

from typing import Any

from tests.chaos.story.agreements import AGREEMENTS, TERM, UNIT
from tests.chaos.story.hand import Hand, Place
from tests.chaos.story.newcomers import name_of, newcomer

TEMPLATES = "/registry/v1/templates"
PDF = b"%PDF-1.7\n" + bytes(2000)
VISITS = {"kind": "declaratory", "text": "节假日一起走访"}


def clauses(quantity: int) -> list[dict[str, Any]]:
    """So much of something, and something that nobody can count."""
    lights = {"kind": "countable", "text": "为居民装灯", "what": "灯", "category": "safety", "unit": UNIT}
    return [{**lights, "quantity": quantity}, VISITS]


async def _signed(hand: Hand, place: Place) -> str:
    """The path of an agreement about five lights with an organization of its own, drafted twice and signed."""
    organization = name_of(await newcomer(hand, place))
    body = {"organization": organization, "title": "共建协议", "clauses": clauses(3)}
    made = await hand.do(place.desk, "post_agreement", AGREEMENTS, body)
    path = f"{AGREEMENTS}/{made.id}"
    again = {"title": "共建协议（修订）", "clauses": clauses(5)}
    await hand.do(place.desk, "put_agreement", path, again, method="PUT", version=made.version)
    await hand.do(place.desk, "post_agreement_signing", f"{path}/signing", TERM)
    return path


async def promise(hand: Hand, place: Place) -> None:
    """More is ticked off than was promised, by several at once; some of it is taken back; then the text changes."""
    path = await _signed(hand, place)
    ticks = [
        {"clause": "1.1", "quantity": hand.chance.randint(1, 3), "occurred_on": "2025-02-01", "note": f"第{n}次"}
        for n in range(4)
    ]
    told = await hand.together(hand.ask(place.desk, "post_obligation_tick", f"{path}/ticks", tick) for tick in ticks)
    done = sum(each.kind == "acknowledged" for each in told)
    for number in range(1, done + 1):
        if hand.happens(0.4):
            back = f"{path}/ticks/{number}/reversal"
            await hand.ask(place.desk, "post_obligation_tick_reversal", back, {"note": "重复"})
    version = await hand.version(place.desk, path)
    kept = {"kept": "kept", "note": f"走访{next(place.numbers)}户"}
    note = f"{path}/clauses/1.2/notes/2025"
    await hand.ask(place.desk, "put_clause_note", note, kept, method="PUT", version=version)
    await _changed(hand, place, path)


async def _changed(hand: Hand, place: Place, path: str) -> None:
    """Fewer lights than it seemed; more for another term; over before its time, or not."""
    fewer = {**TERM, "until": "2097-12-31", "note": "止期录错", "clauses": clauses(hand.chance.randint(1, 4))}
    await hand.do(place.desk, "post_agreement_correction", f"{path}/correction", fewer)
    term = {"signed_on": "2025-01-10", "since": "2098-01-01", "until": "2098-12-31", "clauses": clauses(2)}
    await hand.do(place.desk, "post_agreement_renewal", f"{path}/renewal", term)
    over = {"on": "2025-01-31", "reason": "entered_by_mistake"} if hand.happens(0.5) else {"reason": "moved_away"}
    await hand.do(place.desk, "post_agreement_termination", f"{path}/termination", over)
    if hand.happens(0.6):
        await hand.do(place.desk, "post_agreement_reinstatement", f"{path}/reinstatement", {"note": "误录"})


async def paper(hand: Hand, place: Place) -> None:
    """A template, and the signed paper, which is looked at and destroyed."""
    body = {"community": place.community, "title": "共建协议范本", "clauses": clauses(1)}
    made = await hand.do(place.desk, "post_template", TEMPLATES, body)
    template, better = f"{TEMPLATES}/{made.id}", {"title": "共建协议范本二", "clauses": clauses(2)}
    await hand.do(place.desk, "put_template", template, better, method="PUT", version=made.version)
    await hand.do(place.desk, "post_template_retirement", f"{template}/retirement", {"note": "已有新版"})
    path = await _signed(hand, place)
    scan = await hand.do(place.desk, "post_agreement_scan", f"{path}/scans", PDF, media="application/pdf")
    one = f"{path}/scans/{scan.id}"
    await hand.do(place.desk, "post_agreement_scan_showing", f"{one}/showing", {})
    gone = {"reason": "wrong_document", "note": "扫错了"}
    await hand.do(place.desk, "post_agreement_scan_erasure", f"{one}/erasure", gone)
