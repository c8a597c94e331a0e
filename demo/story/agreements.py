"""Chapter 2, continued: the community keeps a template, and an organization signs for what it will bring."""

from demo.facts import facts, only
from demo.story.stage import Stage


async def play(stage: Stage) -> None:
    """One agreement; what it promises is ticked off by what is delivered in a later chapter."""
    stage.tell("共建协议 agreements")
    story = facts("story")["agreements"]
    home = stage.ids["hetaoyuan"]
    template = await stage.begin("desk", "template", "/registry/v1/templates", community=home, **story["template"])
    for entry in story["signed"]:
        owner = stage.ids[f"org.{entry['organization']}"]
        said = {"organization": owner, "template": template, **only(entry, "title", "clauses")}
        name = f"agreement.{entry['organization']}"
        agreement = await stage.begin("desk", name, "/registry/v1/agreements", **said)
        signing = only(entry, "signed_on", "since", "until", "office")
        signatory = stage.people[entry["organization"]].person
        path = f"/registry/v1/agreements/{agreement}/signing"
        await stage.post("desk", f"sign.{entry['organization']}", path, **signing, signatory=signatory)
