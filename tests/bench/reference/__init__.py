"""The same promises, one straight file per lane, no framework of ours: the yardstick we are judged by."""
