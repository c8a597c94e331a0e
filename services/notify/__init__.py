"""Notify owns who must know: notices, whether they were read, and the tasks to tell somebody in person.

One room is its own: `templates`, the pure words of every notice.
"""
