"""Notify owns who must know: notices, whether they were read, and the tasks to tell somebody in person.

Two rooms are its own: `templates`, the pure words of every notice, and `feed`, the live stream of them.
"""
