"""Matching's craft, pure: which offers fit, when a slot is free, and the best whole assignment."""
