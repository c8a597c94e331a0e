"""A district of three hundred communities, on the services as they are."""
