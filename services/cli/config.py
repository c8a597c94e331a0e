"""Looking at the settings."""

from rich.table import Table

from services.cli.terminal import console, read_settings
from shared.runtime.settings import Settings


def check() -> None:
    """Show the effective settings, secrets hidden; fail naming the variable that can't work."""
    settings = read_settings()
    table = Table("variable", "value", "for")
    for name, field in Settings.model_fields.items():
        table.add_row(name.upper(), str(getattr(settings, name)), field.description)
    console.print(table)
