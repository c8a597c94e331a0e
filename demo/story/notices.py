"""Chapter 8: those with an account read their notices; the others are told in person."""

from demo.facts import Entry
from demo.story.stage import Stage

TOLD = {"wish_fulfilled": "visit", "claim_expired": "by_phone"}
"""What the desk has told by now, and how; the rest is still to be told."""


async def play(stage: Stage) -> None:
    """Everything matching knows has reached notify before anybody is told."""
    stage.tell("通知与当面告知 notices and telling in person")
    await stage.read("desk", "/notify/v1/notices", after="matching", limit=1)
    tasks = await stage.client.items(stage.token("desk"), "/notify/v1/tasks", community=stage.ids["hetaoyuan"])
    await stage.together(_tell(stage, task) for task in tasks if task["kind"] in TOLD)
    notices = await stage.client.items(stage.token("school"), "/notify/v1/notices")
    confirmed = [notice["id"] for notice in notices if notice["kind"] == "delivery_confirmed"]
    await stage.together(stage.post("school", "read", f"/notify/v1/notices/{one}/reading") for one in confirmed)


async def _tell(stage: Stage, task: Entry) -> None:
    how = TOLD[task["kind"]]
    await stage.post("desk", f"told.{task['kind']}", f"/notify/v1/notices/{task['id']}/telling", how=how)
