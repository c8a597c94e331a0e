"""Chapter 6: the district adopts a scheme, by which every point of a scorecard names its fact and its rule."""

from demo.facts import facts
from demo.story.stage import Stage


async def play(stage: Stage) -> None:
    """Evaluation has to know the district before it takes its scheme."""
    stage.tell("评价细则 the scheme")
    scheme = facts("scheme")
    await stage.read("district", "/evaluation/v1/schemes", after="registry")
    body = {"node": stage.ids["root"], "scheme": scheme["scheme"], "valid_from": scheme["valid_from"]}
    await stage.begin("district", "scheme", "/evaluation/v1/schemes", **body)
