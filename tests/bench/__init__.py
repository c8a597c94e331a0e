"""How fast it is, as ratios: ours beside a straight hand-written reference and the way people write it."""
