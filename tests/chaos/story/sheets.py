"""Spreadsheets that are handed in, and lists that are taken out."""

from tests.chaos.story.hand import Hand, Place
from tests.chaos.story.others import COMMUNITIES

IMPORTS = "/registry/v1/imports"
SHEET = {"media": "application/octet-stream", "kind": "organizations"}
ROWS = 12


async def sheet(hand: Hand, place: Place) -> None:
    """Some organizations come by spreadsheet; two at the desk say at the same time that it may be carried out, or one
    of them throws it away."""
    home = f"{COMMUNITIES}/{place.community}"
    rows = "".join(f"表中第{next(place.numbers)}家{hand.name[-8:]},商铺\n" for _ in range(ROWS))
    content = f"单位名称,类型\n{rows}".encode()
    path = f"{IMPORTS}/{(await hand.do(place.desk, 'post_import', f'{home}/imports', content, **SHEET)).id}"
    if hand.happens(0.15):
        await hand.do(place.desk, "delete_import", path, method="DELETE")
        return
    await hand.together(
        hand.ask(caller, "post_import_application", f"{path}/application", {}, idle=True)
        for caller in (place.desk, place.district)
    )
    taken = {"list": "organizations", "format": "csv", "filters": {"kind": "shop"}}
    await hand.ask(place.desk, "post_export", f"{home}/exports", taken)
