"""The secrets of a cluster come from the files of a stack, so that one can grow into the other."""

from pathlib import Path
from typing import Any

from pymongo.uri_parser import parse_uri

from scripts.manifests.secrets import secrets
from services.catalogue import SERVICES
from shared.runtime.settings import Settings

MONGODB = {"kind": "MongoDBCommunity", "metadata": {"name": "mongodb"}, "spec": {"members": 3}}
RABBITMQ = {"kind": "RabbitmqCluster", "metadata": {"name": "rabbitmq"}, "spec": {}}


def made(folder: Path, *resources: dict[str, Any]) -> dict[tuple[str, str], dict[str, str]]:
    found = secrets(list(resources), folder)
    return {(each["metadata"]["namespace"], each["metadata"]["name"]): each["stringData"] for each in found}


def test_a_service_signs_in_with_the_password_its_user_has(tmp_path: Path) -> None:
    found = made(tmp_path / "secrets", MONGODB, RABBITMQ)
    for name in SERVICES:
        files = found["pomegranate", name]
        mongo = parse_uri(files["mongo_url"])
        assert [host for host, _ in mongo["nodelist"]] == [
            f"mongodb-{n}.mongodb-svc.pomegranate-data.svc.cluster.local" for n in range(3)
        ]
        assert (mongo["username"], mongo["password"]) == (
            name,
            found["pomegranate-data", f"mongodb-{name}"]["password"],
        )
        broker = found["pomegranate-data", f"rabbitmq-{name}"]
        assert broker["username"] == name
        assert files["amqp_url"] == (
            f"amqp://{name}:{broker['password']}@rabbitmq.pomegranate-data.svc:5672/pomegranate"
        )


def test_every_file_is_a_setting_and_only_the_vault_has_the_master_key(tmp_path: Path) -> None:
    found = made(tmp_path / "secrets", MONGODB, RABBITMQ)
    for name, part in SERVICES.items():
        files = found["pomegranate", name]
        assert {each.upper() for each in files} - {"MASTER_KEY"} <= {each.upper() for each in Settings.model_fields}
        assert ("master_key" in files) == part.keeps_vault


def test_they_are_the_same_each_time(tmp_path: Path) -> None:
    assert made(tmp_path / "secrets", MONGODB) == made(tmp_path / "secrets", MONGODB)


def test_servers_elsewhere_are_reached_as_the_files_say(tmp_path: Path) -> None:
    made(tmp_path / "secrets")
    url = tmp_path / "secrets" / "notify_mongo_url"
    url.unlink()
    url.write_text("mongodb+srv://notify:x@mongo.example.cn/?tls=true\n")
    found = made(tmp_path / "secrets")
    assert found["pomegranate", "notify"]["mongo_url"] == "mongodb+srv://notify:x@mongo.example.cn/?tls=true"
    assert {namespace for namespace, _ in found} == {"pomegranate"}
