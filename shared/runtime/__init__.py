"""How the parts of a service run: settings, the worker under its lease, deadlines, jobs."""
