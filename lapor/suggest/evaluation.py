"""How good guesses are, in the figures that the field knows. Pure; numpy only. Called by `lapor suggest evaluate`.

Rows whose class nobody could learn count as wrong: the figures are over all rows."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lapor.suggest.model import Guess

PRECISIONS = (0.90, 0.95)
_BINS = 10
_LONG_NUMBER = re.compile(r"\d{6,}")  # a NIK or telephone in the wrong column is not printed


@dataclass(frozen=True)
class ClassFigures:
    """One class in the rows that were guessed; `spoken`: guesses of it that were sure."""

    label: str
    rows: int
    guessed: int
    right: int
    spoken: int
    spoken_right: int

    @property
    def precision(self) -> float:
        return self.right / self.guessed if self.guessed else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.rows if self.rows else 0.0

    @property
    def f1(self) -> float:
        both = self.rows + self.guessed
        return 2 * self.right / both if both else 0.0


@dataclass(frozen=True)
class Figures:
    """Shares between 0 and 1. `coverage`: by precision, the largest share of rows for which it is reached when the
    surest are answered; `spoken`: what is said and how much of it is right, by the thresholds chosen in training."""

    rows: int
    top_1: float
    top_3: float
    macro_f1: float
    coverage: dict[float, float]
    calibration_error: float
    spoken: float
    spoken_right: float
    classes: tuple[ClassFigures, ...]


def figures_of(guesses: Sequence[Guess | None], labels: Sequence[str]) -> Figures:
    """Of guesses (None: nothing to go by, a wrong one without any confidence) and what was true."""
    firsts = [guess.code if guess else "" for guess in guesses]
    is_right = np.asarray([first == label for first, label in zip(firsts, labels, strict=True)])
    chances = np.asarray([guess.confidence if guess else 0.0 for guess in guesses])
    is_sure = np.asarray([guess is not None and guess.is_sure for guess in guesses])
    among = [
        guess is not None and label in [code for code, _chance in guess.ranked[:3]]
        for guess, label in zip(guesses, labels, strict=True)
    ]
    classes = tuple(_classes(firsts, labels, is_sure))
    return Figures(
        rows=len(labels),
        top_1=float(is_right.mean()),
        top_3=float(np.mean(among)),
        macro_f1=float(np.mean([one.f1 for one in classes])),
        coverage={precision: coverage_at(precision, chances, is_right) for precision in PRECISIONS},
        calibration_error=calibration_error(chances, is_right),
        spoken=float(is_sure.mean()),
        spoken_right=float(is_right[is_sure].mean()) if is_sure.any() else 0.0,
        classes=classes,
    )


def coverage_at(precision: float, chances: NDArray[np.float64], is_right: NDArray[np.bool_]) -> float:
    """The largest share of rows that can be answered, the surest first, with so many of the answers right.

    Equally sure rows are answered together or not at all."""
    order = np.argsort(-chances, kind="stable")
    falling = chances[order]
    rows = np.arange(1, len(order) + 1)
    reached = np.cumsum(is_right[order]) / rows >= precision
    is_end = np.append(falling[1:] != falling[:-1], True)
    ends = rows[reached & is_end]
    return float(ends[-1] / len(order)) if len(ends) else 0.0


def calibration_error(chances: NDArray[np.float64], is_right: NDArray[np.bool_]) -> float:
    """How far the said chance is from the share that was right, on average over ten equally wide ranges of it."""
    bins = np.minimum((chances * _BINS).astype(int), _BINS - 1)
    gaps = [(bins == one).mean() * abs(chances[bins == one].mean() - is_right[bins == one].mean()) for one in set(bins)]
    return float(np.sum(gaps))


def _classes(firsts: Sequence[str], labels: Sequence[str], is_sure: NDArray[np.bool_]) -> Iterator[ClassFigures]:
    """Each class that is true or guessed of any row, the most frequent first."""
    true, guessed = Counter(labels), Counter(first for first in firsts if first)
    right = Counter(label for first, label in zip(firsts, labels, strict=True) if first == label)
    spoken = Counter(first for first, sure in zip(firsts, is_sure, strict=True) if sure)
    spoken_right = Counter(
        label for first, label, sure in zip(firsts, labels, is_sure, strict=True) if sure and first == label
    )
    for label in sorted({*true, *guessed}, key=lambda one: (-true[one], one)):
        yield ClassFigures(label, true[label], guessed[label], right[label], spoken[label], spoken_right[label])


def lines_of(figures: Figures, sizes: dict[str, int]) -> Iterator[str]:
    """What is printed; `sizes`: of the classes in the rows learned from."""
    unseen = sum(one.rows for one in figures.classes if not sizes.get(one.label))
    yield f"rows             {figures.rows}, {unseen} of them of a class that was not there to learn"
    yield f"top-1            {figures.top_1:.4f}"
    yield f"top-3            {figures.top_3:.4f}"
    yield f"macro-F1         {figures.macro_f1:.4f}"
    for precision, coverage in figures.coverage.items():
        yield f"coverage at {precision:.0%} precision   {coverage:.4f}"
    yield f"expected calibration error  {figures.calibration_error:.4f}"
    yield (
        f"said by the thresholds chosen in training: {figures.spoken:.4f} of the rows,"
        f" {figures.spoken_right:.4f} of that right"
    )
    yield ""
    yield f"{'class':60} {'learned':>7} {'rows':>6} {'prec.':>6} {'recall':>6} {'F1':>6} {'said':>5} {'right':>5}"
    for one in figures.classes:
        label = _LONG_NUMBER.sub("…", one.label)[:60]
        yield (
            f"{label:60} {sizes.get(one.label, 0):7} {one.rows:6} {one.precision:6.3f} {one.recall:6.3f}"
            f" {one.f1:6.3f} {one.spoken:5} {one.spoken_right:5}"
        )
