"""The table of all settings, as the operator's guide shows it."""

from typing import Any

from shared.runtime.settings import Settings

_HEAD = """# Settings

全部设置：环境变量，或 `SECRETS_DIR` 目录中同名（小写）的文件。

Each setting is an environment variable, or a file of that name in lower case in the directory that `SECRETS_DIR` names
(`/run/secrets/mongo_url` for `MONGO_URL`); the variable wins. `pomegranate config check` shows the effective ones, no
secret among them, and names what was misspelt; with `--connect` it also looks whether MongoDB, RabbitMQ and the sign-in
provider can be used with them. `make contracts` makes this table from [settings.py](../../shared/runtime/settings.py).

| variable | what for | allowed | default |
|---|---|---|---|
"""


def settings_table() -> str:
    """docs/operations/settings.md."""
    properties = Settings.model_json_schema()["properties"]
    return _HEAD + "".join(_row(name, properties[name]) for name in Settings.model_fields)


def _row(name: str, schema: dict[str, Any]) -> str:
    secret = " (a secret)" if "password" in str(schema) else ""
    cells = (f"`{name.upper()}`", schema["description"] + secret, _allowed(schema), _default(name))
    escaped = (cell.replace("|", r"\|").replace("<", "&lt;") for cell in cells)
    return f"| {' | '.join(escaped)} |\n"


def _allowed(schema: dict[str, Any]) -> str:
    """What of it a reader can use: a choice, a range, a length, a pattern."""
    facts = {key: value for part in (schema, *schema.get("anyOf", ())) for key, value in part.items()}
    if "enum" in facts:
        return ", ".join(f"`{value}`" for value in facts["enum"])
    if "pattern" in facts:
        return f"`{facts['pattern']}`"
    if "minimum" in facts:
        return f"{facts['minimum']} to {facts['maximum']}"
    if "minLength" in facts:
        return f"{facts['minLength']} characters or more"
    return "a path" if "path" in str(facts.get("format")) else "text"


def _default(name: str) -> str:
    field = Settings.model_fields[name]
    if field.default_factory:
        return "made at start"
    return "" if field.default is None else f"`{field.default}`"
