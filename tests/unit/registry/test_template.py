"""Templates of agreements."""

from typing import Any

from services.registry.commands.template import AdoptTemplate, RetireTemplate, ReviseTemplate
from services.registry.decider.template import DECIDER, AlreadyAdopted, Retired
from services.registry.events.template import Countable, Declaratory, TemplateAdopted, TemplateRetired, TemplateRevised
from shared.errors import NotFound
from shared.eventsourcing.ids import derived_id
from shared.testing.spec import spec
from tests.unit.registry.examples import COMMUNITY, STAFF

TEMPLATE = derived_id("template", "1")
LIGHTS: dict[str, Any] = {
    "kind": "countable",
    "text": "安装50盏灯",
    "what": "灯",
    "category": "safety",
    "quantity": 50,
    "unit": "盏",
}
TEXT: dict[str, Any] = {"title": "红墙同心共建协议", "clauses": (LIGHTS, {"kind": "declaratory", "text": "一起走访"})}
KEPT = (Countable(**LIGHTS), Declaratory(text="一起走访"))

adopted = TemplateAdopted(template=TEMPLATE, community=COMMUNITY, title="红墙同心共建协议", clauses=KEPT)
retired = TemplateRetired(note="")


def test_a_template_is_adopted_revised_and_retired() -> None:
    adopt = AdoptTemplate(**STAFF, **TEXT, template=TEMPLATE, community=COMMUNITY)
    spec(DECIDER).when(adopt).then(adopted)
    spec(DECIDER).given(adopted).when(adopt).refused(AlreadyAdopted)
    shorter = ReviseTemplate(**STAFF, title="新版", clauses=TEXT["clauses"][:1])
    revised = TemplateRevised(edition=2, title="新版", clauses=KEPT[:1])
    spec(DECIDER).given(adopted).when(shorter).then(revised)
    spec(DECIDER).given(adopted, revised).when(shorter).then()
    third = TemplateRevised(edition=3, title="红墙同心共建协议", clauses=KEPT)
    spec(DECIDER).given(adopted, revised).when(ReviseTemplate(**STAFF, **TEXT)).then(third)
    spec(DECIDER).given(adopted).when(RetireTemplate(**STAFF)).then(retired)
    spec(DECIDER).given(adopted, retired).when(shorter).refused(Retired)
    spec(DECIDER).when(shorter).refused(NotFound)
