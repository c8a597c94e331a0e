"""`pomegranate`: everything that is started or asked for at a command line."""

import typer

from services.cli import backing, beginning, config, jobs, keys, running

app = typer.Typer(no_args_is_help=True, add_completion=False, help="红石榴 Pomegranate: community co-building.")
app.command()(running.dev)
app.command()(running.serve)
app.command()(running.work)
app.command()(jobs.rebuild)
app.command()(jobs.replay)
app.command()(backing.backup)
app.command()(backing.restore)
app.command()(beginning.demo)
app.command()(beginning.token)
app.command("found-root")(beginning.found_root)

parked_group = typer.Typer(no_args_is_help=True, help="What a service could not take in.")
parked_group.command("list")(jobs.parked_list)
parked_group.command("retry")(jobs.parked_retry)
app.add_typer(parked_group, name="parked")

config_group = typer.Typer(no_args_is_help=True, help="The settings.")
config_group.command("check")(config.check_settings)
app.add_typer(config_group, name="config")

keys_group = typer.Typer(no_args_is_help=True, help="What personal data are sealed and found by.")
keys_group.command()(keys.rewrap)
keys_group.command()(keys.reindex)
app.add_typer(keys_group, name="keys")
