"""Links: one question about one thing, for an organization without an account. Whoever holds it may answer it, once.

What happens to a link stands in the stream of its thing, so an answer and the use of its link are one commit. A log
holds a keyed lock of a link, never what opens it.
"""
