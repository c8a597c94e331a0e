"""Spreadsheets in and out: a room of registry's own, since a clerk's file is a language of its own.

`child` reads a file where it can do no harm, `reading` asks it to; `form` says which headings mean what, `kinds` what a
row of each kind would do, `planning` says so before anything is done, `carrying` does it, `writing` makes files.
"""
