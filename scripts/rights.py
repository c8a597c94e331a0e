"""Who may do what on RabbitMQ, as the definitions it reads at its start; the users themselves are secrets."""

from dataclasses import asdict
from typing import Any

from services.catalogue import SERVICES
from shared.messaging.topology import Rights, rights
from shared.runtime.settings import Settings

VHOST = "pomegranate"
OPERATOR = "operator"


def definitions() -> dict[str, Any]:
    """The vhost, and each service's rights in it; the operator's commands may do anything to what is ours."""
    prefix = Settings.model_fields["amqp_prefix"].default
    allowed = {name: rights(prefix, name, part.sources, part.publish is not None) for name, part in SERVICES.items()}
    ours = rf"^{prefix}\."
    allowed[OPERATOR] = Rights(configure=ours, write=rf"^(amq\.default|{prefix}\..*)$", read=ours)
    return {
        "vhosts": [{"name": VHOST, "default_queue_type": "quorum"}],
        "permissions": [{"user": user, "vhost": VHOST, **asdict(each)} for user, each in allowed.items()],
    }
