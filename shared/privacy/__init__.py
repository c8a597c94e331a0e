"""Personal data: sealed per person, erased with the person's key; and the texts that may be public."""
