"""Reading registry's documents: the wall, the tree, and what each reader may see of the lists."""
