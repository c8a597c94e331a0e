"""Bugs planted in the processes of the rig, to see whether it finds them. Nothing else ever imports them."""

from tests.chaos.plants import deciding, showing, telling, writing
from tests.chaos.plants.plant import PLANTS, Plant

__all__ = ["PLANTS", "Plant", "deciding", "showing", "telling", "writing"]
