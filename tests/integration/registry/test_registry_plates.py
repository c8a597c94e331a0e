"""Number plates: in no event, shown for a purpose, replaced ones deleted, all of it gone with the person."""

from datetime import timedelta

from services.registry.effects import SWEPT_AFTER
from tests.integration.registry.desk import Town
from tests.support.eventually import eventually

FIRST, SECOND = "京AB7421", "京AC9063"


async def test_a_plate_is_sealed_shown_and_replaced(town: Town) -> None:
    desk, path = town.desk, f"/persons/{town.li}/plate"
    known = await desk.post("staff", f"{path}/reveals", {"purpose": "parking"}, 409)
    assert known["code"] == "no_plate"
    assert (await desk.write("staff", "PUT", path, {"plate": FIRST}, 422))["errors"][0]["field"] == "consent"
    refused = await desk.write("staff", "PUT", path, {"plate": "不是车牌", "consent": "by_phone"}, 422)
    assert refused["errors"][0]["field"] == "plate"
    await desk.write("staff", "PUT", path, {"plate": FIRST, "consent": "by_phone"}, 200)
    await desk.write("li", "PUT", path, {"plate": SECOND}, 200)
    assert (await desk.post("staff", f"{path}/reveals", {"purpose": "parking"}, 200))["plate"] == SECOND
    await desk.post("staff", f"{path}/reveals", {"purpose": "curiosity"}, 422)
    await desk.post("wang", f"{path}/reveals", {"purpose": "parking"}, 404)
    await desk.post("school", f"{path}/reveals", {"purpose": "parking"}, 404)
    person = await desk.get("staff", f"/persons/{town.li}")
    assert person["plate"] is True
    assert [entry["type"] for entry in person["history"]][-3:] == ["plate_given", "plate_given", "plate_revealed"]
    assert not any(plate in str(person) for plate in (FIRST, SECOND))
    held = (await desk.post("li", f"/persons/{town.li}/export", {}, 200))["holds"]
    assert held["plate"] == SECOND

    records = desk.database["vault"]

    async def one() -> bool:
        return await records.count_documents({"person": town.li, "_id": {"$regex": "plate_"}}) == 1

    await eventually(one, "the one before is deleted")
    desk.clock.ahead = SWEPT_AFTER + timedelta(hours=1)
    await desk.sweep()
    (kept,) = await records.find({"person": town.li, "_id": {"$regex": "plate_"}}).to_list()
    assert (await desk.post("staff", f"{path}/reveals", {"purpose": "emergency"}, 200))["plate"] == SECOND
    assert kept["_id"].startswith(f"{town.li}.plate_")
    assert b"9063" not in str(kept).encode()
    await desk.write("staff", "PUT", path, {"plate": None, "consent": "by_phone"})
    await desk.post("staff", f"{path}/reveals", {"purpose": "parking"}, 409)
    await desk.write("li", "DELETE", f"/persons/{town.li}?reason=asked_by_person")
    await desk.write("staff", "PUT", path, {"plate": FIRST, "consent": "by_phone"}, 410)
    await desk.post("staff", f"{path}/reveals", {"purpose": "parking"}, 410)
