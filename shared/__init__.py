"""What the four services have in common: the kernel, and the language they speak to each other."""
