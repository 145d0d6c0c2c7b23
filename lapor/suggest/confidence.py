"""How sure a guess is, and below which chance nothing is said. Pure; numpy only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lapor.suggest.features import FeatureSpace, Floats

Rows = NDArray[np.float64]
NEVER = 2.0  # a threshold that no chance reaches
_STEADY = 10.0  # rows of its own until a class is judged by itself rather than by all


@dataclass(frozen=True)
class Confidence:
    """How the scores of a text become the chance that its first class is right: a logistic curve over what
    `confidence_inputs` gives."""

    scale: float  # of the scores before they are compared
    middle: Floats
    spread: Floats
    weights: Floats
    offset: float
    reliability: Floats  # of the classes: how often a guess of it is right, as log odds

    def chance(self, facts: Rows) -> Rows:
        """Of rows of facts; between 0 and 1."""
        found = ((facts - self.middle) / self.spread) @ self.weights + self.offset
        return np.asarray(1 / (1 + np.exp(-np.clip(found, -30, 30))), np.float64)


def softmax(scores: Rows, scale: float) -> Rows:
    """Rows of scores as shares that add up to one."""
    lifted = np.exp(scale * (scores - scores.max(axis=1, keepdims=True)))
    return np.asarray(lifted / lifted.sum(axis=1, keepdims=True))


def confidence_inputs(
    scores: Rows,
    texts: Sequence[Sequence[str]],
    *,
    space: FeatureSpace,
    sizes: Floats,
    scale: float,
    reliability: NDArray[Any],
) -> Rows:
    """A row a text, what says how far its scores can be trusted: best score, how far the second is behind, share of
    the best, size of its class, share of words that are known, length, and the reliability of its class."""
    best = np.argmax(scores, axis=1)
    top = np.sort(scores, axis=1)[:, -2:]
    known = np.asarray([space.known_share(words) for words in texts])
    lengths = np.log1p(np.asarray([len(words) for words in texts], np.float64))
    return np.column_stack(
        [
            top[:, -1],
            top[:, -1] - top[:, 0],
            log_odds(softmax(scores, scale).max(axis=1)),
            np.log1p(sizes[best]),
            known,
            lengths,
            reliability[best],
        ]
    )


def log_odds(shares: NDArray[Any]) -> Rows:
    kept = np.clip(shares, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(kept / (1 - kept)), np.float64)


def reliability_of(guessed: NDArray[np.int64], is_right: NDArray[np.bool_], classes: int) -> Rows:
    """Of each class, as log odds; one that was seldom guessed is near to all together."""
    whole = is_right.mean() if len(is_right) else 0.5
    right = np.bincount(guessed, weights=is_right, minlength=classes)
    return log_odds((right + _STEADY * whole) / (np.bincount(guessed, minlength=classes) + _STEADY))


def thresholds_of(
    chances: Rows,
    guessed: NDArray[np.int64],
    is_right: NDArray[np.bool_],
    *,
    classes: int,
    precision: float,
    of_class: float,
) -> Rows:
    """For each class the lowest chance from which on guesses were right often enough, on rows that were not learned
    from: all together with `precision`, and those of the class itself with `of_class`.

    A class with few such rows is judged by all the rows as well: its precision counts together with that of _STEADY
    rows of the whole."""
    order = np.argsort(-chances, kind="stable")
    rows = np.arange(1, len(order) + 1)
    whole = surely(np.cumsum(is_right[order]) / rows, rows)
    lowest = lowest_chance(chances[order], whole, precision)
    found = np.full(classes, lowest)
    for place in np.unique(guessed):
        own = np.flatnonzero(guessed[order] == place)
        count = np.arange(1, len(own) + 1) + _STEADY
        together = (np.cumsum(is_right[order][own]) + _STEADY * whole[own]) / count
        found[place] = max(lowest, lowest_chance(chances[order][own], surely(together, count), of_class))
    return found


def surely(precisions: NDArray[Any], rows: NDArray[Any]) -> Rows:
    """Less one standard error: what few rows show by luck is not counted on."""
    return np.asarray(precisions - np.sqrt((precisions * (1 - precisions) + 0.25 / rows) / rows), np.float64)


def lowest_chance(falling: Rows, precisions: Rows, precision: float) -> float:
    """The last of the falling chances down to which the precision is reached; NEVER where it is at none."""
    reached = np.flatnonzero(precisions >= precision)
    return float(falling[reached[-1]]) if len(reached) else NEVER
