"""What an operator sees of the settings: all of them, no secret, and what was probably meant."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from shared.runtime.settings import Settings
from shared.runtime.shown import HIDDEN, given_names, misspelt, show


def shown(settings: Settings) -> dict[str, str]:
    return {each.variable: each.value for each in show(settings)}


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("mongodb://registry:g%40heim:@a:1,b:2/x?replicaSet=rs0&w=geheim", f"mongodb://registry:{HIDDEN}@a:1,b:2/x"),
        ("mongodb://127.0.0.1:27017/?directConnection=true", "mongodb://127.0.0.1:27017/"),
        ("amqps://registry:geheim@rabbit/pomegranate", f"amqps://registry:{HIDDEN}@rabbit/pomegranate"),
        ("geheim", HIDDEN),
        ("amqp:geheim@rabbit", HIDDEN),
        ("amqp://registry:geheim@@rabbit", f"amqp://registry:{HIDDEN}@rabbit"),
        ("amqp://registry:ge/heim@rabbit", f"amqp://registry:{HIDDEN}@rabbit"),
        ("amqp://registry:ge?heim@rabbit", f"amqp://registry:{HIDDEN}@rabbit"),
        ("amqp://:geheim@rabbit/", "amqp://rabbit/"),
    ],
)
def test_of_an_address_everything_but_the_password_is_shown(url: str, seen: str) -> None:
    settings = Settings(amqp_url=SecretStr(url))
    assert shown(settings)["AMQP_URL"] == seen


def test_every_setting_is_shown_and_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "geheim" * 10)
    monkeypatch.setenv("PORT", "8111")
    seen = {each.variable: each for each in show(Settings())}
    assert set(seen) == {name.upper() for name in Settings.model_fields}
    assert (seen["SECRET"].value, seen["SECRET"].origin) == (HIDDEN, "environment")
    assert (seen["PORT"].value, seen["PORT"].origin) == ("8111", "environment")
    assert (seen["OIDC_JWKS"].value, seen["OIDC_JWKS"].origin) == ("", "default")


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("MONGO_URI", "MONGO_URL"),
        ("MONGODB_URL", "MONGO_URL"),
        ("amqp_uri", "AMQP_URL"),
        ("OIDC_JWKS_URL", "OIDC_JWKS"),
        ("MASTERKEY_FILE", "MASTER_KEY_FILE"),
        ("METRIC_PORT", "METRICS_PORT"),
        ("SECRET_DIR", "SECRETS_DIR"),
    ],
)
def test_what_is_misspelt_is_named_with_what_was_meant(given: str, meant: str) -> None:
    (said,) = misspelt(Settings(), ["PATH", given, "HOSTNAME", "RABBITMQ_PORT"])
    assert given in said
    assert said.endswith(f"did you mean {meant}?")


def test_nothing_is_missed_where_the_right_one_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONGO_URL", "mongodb://there")
    assert misspelt(Settings(), ["MONGO_URI", "MONGO_URL"]) == []


def test_files_of_the_secrets_directory_are_looked_at_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ampq_url").write_text("amqp://there")
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path))
    assert "ampq_url" in given_names()
    assert [said for said in misspelt(Settings(), given_names()) if "did you mean AMQP_URL" in said]
