"""The secrets of an overlay, from the directory that `make up` fills too: the same ones each time it is asked."""

from pathlib import Path
from urllib.parse import urlsplit

from scripts.manifests.render import Resource, of_kind
from scripts.stack.secrets import USERS, make_missing
from services.catalogue import SERVICES

OURS, DATA = "pomegranate", "pomegranate-data"


def secrets(resources: list[Resource], directory: Path) -> list[Resource]:
    """All secrets that `resources` refer to, but for the door's; what is missing in `directory` is made first.

    Where MongoDB and RabbitMQ are among the resources, the URLs lead there; else they are taken as they stand.
    """
    make_missing(directory)
    mongodb, rabbitmq = of_kind(resources, "MongoDBCommunity"), of_kind(resources, "RabbitmqCluster")
    made: list[Resource] = []
    for user in USERS:
        mongo_url, amqp_url = (_read(directory, f"{user}_{kind}_url") for kind in ("mongo", "amqp"))
        for name, cluster in mongodb.items():
            made.append(_secret(DATA, f"mongodb-{user}", password=_password(mongo_url)))
            mongo_url = _mongo_url(name, cluster, user, _password(mongo_url))
        for name in rabbitmq:
            made.append(_secret(DATA, f"rabbitmq-{user}", username=user, password=_password(amqp_url)))
            amqp_url = f"amqp://{user}:{_password(amqp_url)}@{name}.{DATA}.svc:5672/{OURS}"
        files = {"mongo_url": mongo_url, "amqp_url": amqp_url, "secret": _read(directory, "secret")}
        if user not in SERVICES or SERVICES[user].keeps_vault:
            files["master_key"] = _read(directory, "master_key")
        made.append(_secret(OURS, user, **files))
    return made


def _secret(namespace: str, name: str, **files: str) -> Resource:
    metadata = {"name": name, "namespace": namespace}
    return {"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "stringData": files}


def _mongo_url(name: str, cluster: Resource, user: str, password: str) -> str:
    members = (f"{name}-{n}.{name}-svc.{DATA}.svc.cluster.local:27017" for n in range(cluster["spec"]["members"]))
    return f"mongodb://{user}:{password}@{','.join(members)}/?replicaSet={name}&authSource=admin"


def _read(directory: Path, name: str) -> str:
    return (directory / name).read_text().strip()


def _password(url: str) -> str:
    """As it stands in the URL: those that are made there need no quoting."""
    return urlsplit(url).password or ""
