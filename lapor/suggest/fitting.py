"""Fits the linear models and the confidence. scikit-learn and scipy are loaded here only, by who learns.

Three linear models over the same features, whose scores are added: support vectors that see all classes at once, those
that see each class against the rest, and a naive Bayes. Their sum is again one row of weights a feature."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from lapor.suggest.confidence import Confidence, Rows, confidence_inputs, reliability_of, softmax
from lapor.suggest.features import FeatureSpace, Floats, learn_space

LEAST = 2  # texts in which a feature stands
_UNKNOWN = -10.0  # the score of a class that stands in no row learned from
_SINGLE_COST = 0.5
_SCALES = (1.0, 2.0, 3.0, 4.5, 6.5, 9.0, 13.0, 20.0)
_ROUNDS = 200
_FOLDS = 5
Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Settings:
    """What is chosen on the newest part of the reports."""

    cost: float = 0.3  # of a wrong row, for the support vectors that see all classes at once
    half_life: float = 0  # days after which a report counts half; 0: never
    piece_weight: float = 1.0  # of pieces of words beside words
    single_share: float = 0.0  # of the support vectors that see each class against the rest
    bayes_share: float = 0.0  # of the naive Bayes, beside the two


@dataclass(frozen=True)
class Table:
    """Reports as arrays, the oldest first."""

    texts: list[list[str]]
    labels: Labels
    days: NDArray[np.int64]
    weights: Floats
    classes: tuple[str, ...]

    def part(self, first: int, last: int) -> "Table":
        return replace(
            self,
            texts=self.texts[first:last],
            labels=self.labels[first:last],
            days=self.days[first:last],
            weights=self.weights[first:last],
        )

    @property
    def sizes(self) -> Floats:
        """Of the classes, in reports."""
        return np.bincount(self.labels, minlength=len(self.classes)).astype(np.float32)

    def weights_after(self, half_life: float) -> Floats:
        if not half_life:
            return self.weights
        return _floats(self.weights * 0.5 ** ((self.days.max() - self.days) / half_life))


@dataclass(frozen=True)
class Linear:
    """A score for each class: a row a feature, a column a class."""

    space: FeatureSpace
    weights: Floats
    offsets: Floats


def matrix_of(space: FeatureSpace, texts: Sequence[Sequence[str]]) -> Any:
    """The texts as rows of a sparse matrix."""
    vectors = [space.vector(words) for words in texts]
    ends = np.cumsum([0, *(len(columns) for columns, _values in vectors)])
    columns = np.concatenate([columns for columns, _values in vectors])
    values = np.concatenate([values for _columns, values in vectors])
    return csr_matrix((values, columns, ends), shape=(len(texts), space.size))


def scored(matrix: Any, linear: Linear) -> Rows:
    return np.asarray(matrix @ linear.weights + linear.offsets, np.float64)


def fit_scores(table: Table, settings: Settings) -> Linear:
    """The sum of the models that the settings name."""
    space = replace(learn_space(table.texts, least=LEAST), piece_weight=settings.piece_weight)
    matrix = matrix_of(space, table.texts)
    weights = np.zeros((space.size, len(table.classes)), np.float32)
    offsets = np.zeros(len(table.classes), np.float32)
    for share, part in shares_of(settings):
        one = fit_part(part, matrix, table, settings)
        weights += share * one[0]
        offsets += share * one[1]
    return Linear(space, weights, offsets)


def shares_of(settings: Settings) -> list[tuple[float, str]]:
    shares = [(1 - settings.single_share, "joint"), (settings.single_share, "single"), (settings.bayes_share, "bayes")]
    return [(share, part) for share, part in shares if share]


def fit_part(part: str, matrix: Any, table: Table, settings: Settings) -> tuple[Floats, Floats]:
    """Weights and offsets of one of the models."""
    sample_weight = table.weights_after(settings.half_life)
    if part == "bayes":
        bayes = ComplementNB(alpha=0.1).fit(matrix, table.labels, sample_weight=sample_weight)
        weights = bayes.feature_log_prob_.T - bayes.feature_log_prob_.mean(axis=0)[:, None]
        spread = float(np.std(matrix[:2000] @ weights)) or 1.0
        return _of_all(weights / spread, np.zeros(len(bayes.classes_)), bayes.classes_, table)
    kind = {"joint": "crammer_singer", "single": "ovr"}[part]
    cost = settings.cost if part == "joint" else _SINGLE_COST
    vectors = LinearSVC(C=cost, multi_class=kind, dual=True, tol=0.1, max_iter=_ROUNDS, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # near enough: what follows is measured, not proved
        vectors.fit(matrix, table.labels, sample_weight=sample_weight)
    coefficients, offsets = vectors.coef_, np.broadcast_to(vectors.intercept_, len(vectors.coef_))
    if len(vectors.classes_) == 2 and len(coefficients) == 1:  # noqa: PLR2004 - one row says both
        coefficients, offsets = np.vstack([-coefficients, coefficients]), np.array([-offsets[0], offsets[0]])
    return _of_all(coefficients.T, offsets, vectors.classes_, table)


def _of_all(weights: Any, offsets: Any, found: Any, table: Table) -> tuple[Floats, Floats]:
    """With a column for classes that were in no row, too."""
    every = np.zeros((len(weights), len(table.classes)), np.float32)
    every[:, found] = weights
    all_offsets = np.full(len(table.classes), _UNKNOWN, np.float32)
    all_offsets[found] = offsets
    return every, all_offsets


class Trial:
    """Settings tried on newer reports with models of the older ones; what was fitted once is not fitted again."""

    def __init__(self, older: Table, newer: Table) -> None:
        self.older, self.newer = older, newer
        self.space = learn_space(older.texts, least=LEAST)
        self._matrices = tuple(matrix_of(self.space, table.texts) for table in (older, newer))
        self._found: dict[tuple[object, ...], Rows] = {}

    def scores(self, settings: Settings) -> Rows:
        """Of the newer reports."""
        parts = [share * self._part(part, settings) for share, part in shares_of(settings)]
        return np.asarray(np.sum(parts, axis=0), np.float64)

    def _part(self, part: str, settings: Settings) -> Rows:
        cost = settings.cost if part == "joint" else 0
        known = (part, cost, settings.half_life, settings.piece_weight)
        if known not in self._found:
            older, newer = (self._weighed(matrix, settings.piece_weight) for matrix in self._matrices)
            weights, offsets = fit_part(part, older, self.older, settings)
            self._found[known] = scored(newer, Linear(self.space, weights, offsets))
        return self._found[known]

    def _weighed(self, matrix: Any, piece_weight: float) -> Any:
        if piece_weight == 1:
            return matrix
        weighed = matrix.copy()
        weighed.data[weighed.indices >= len(self.space.words.keys)] *= np.float32(piece_weight)
        return weighed


def fit_confidence(scores: Rows, newer: Table, space: FeatureSpace, sizes: Floats) -> tuple[Confidence, Rows]:
    """From rows that the scores were not learned from; also gives the chance of each of these rows.

    The reliability of a class, as a row sees it, is that of other rows: none says of itself that it is right."""
    guessed = np.argmax(scores, axis=1)
    is_right = guessed == newer.labels
    scale = min(_SCALES, key=lambda one: _loss(scores, newer.labels, one))
    reliability = reliability_of(guessed, is_right, len(newer.classes))
    facts = confidence_inputs(scores, newer.texts, space=space, sizes=sizes, scale=scale, reliability=reliability)
    folds = np.arange(len(guessed)) % _FOLDS
    for fold in range(_FOLDS):
        others, own = folds != fold, folds == fold
        facts[own, -1] = reliability_of(guessed[others], is_right[others], len(newer.classes))[guessed[own]]
    middle, spread = facts.mean(axis=0), facts.std(axis=0) + 1e-6
    weights, offset = _curve((facts - middle) / spread, is_right)
    found = Confidence(scale, _floats(middle), _floats(spread), weights, offset, _floats(reliability))
    return found, found.chance(facts)


def _curve(facts: Rows, is_right: NDArray[np.bool_]) -> tuple[Floats, float]:
    if is_right.all() or not is_right.any():
        return np.zeros(facts.shape[1], np.float32), float(np.log((is_right.sum() + 1) / ((~is_right).sum() + 1)))
    curve = LogisticRegression(C=1.0, max_iter=1000).fit(facts, is_right)
    return _floats(curve.coef_[0]), float(curve.intercept_[0])


def _loss(scores: Rows, labels: Labels, scale: float) -> float:
    shares = softmax(scores, scale)[np.arange(len(labels)), labels]
    return float(-np.log(np.clip(shares, 1e-6, 1)).mean())


def _floats(values: Any) -> Floats:
    return np.asarray(values, np.float32)
