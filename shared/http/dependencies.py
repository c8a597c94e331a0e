"""What routes ask for in their signatures."""

from shared.http.paging import Page, Paging, Pile
from shared.http.past import ReadingPast
from shared.http.reading import Asking, HistoryEntry, Read, Reading
from shared.http.uploads import Upload, Uploading
from shared.http.writing import Body, Receipt, Write, Writing

__all__ = [
    "Asking",
    "Body",
    "HistoryEntry",
    "Page",
    "Paging",
    "Pile",
    "Read",
    "Reading",
    "ReadingPast",
    "Receipt",
    "Upload",
    "Uploading",
    "Write",
    "Writing",
]
