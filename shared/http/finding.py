"""What somebody types to find things of a list."""

from typing import Annotated

from fastapi import Query

from shared.privacy.text import Title

WordsTyped = Annotated[
    Title | None, Query(description="Words of the text, each as it begins, in characters or pinyin: `会议`, `hys`.")
]
"""The query parameter `q` of a list that is found by words."""
