"""The words of every notice: pure, in Chinese and English, and never with anybody's personal data."""

from services.notify.templates.fill import Words, render
from services.notify.templates.words import WORDS

__all__ = ["WORDS", "Words", "render"]
