"""A report whose class is known: what is learned from and what guesses are measured on."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class LabelledReport:
    """What was written, when, and whose it was in the end. `weight`: how much it counts; a correction counts more."""

    text: str
    label: str
    on: date
    weight: float = 1.0
