"""How facts travel from one service's log into another's."""
