"""The collector of garbage, and what it need not look through."""

import gc


def spare_what_stands() -> None:
    """Takes what is there after the start out of all rounds of the collector: it stays until the end anyway, and to
    look through hundreds of thousands of objects again and again took a fifth of the time of a great plan."""
    gc.collect()
    gc.freeze()
