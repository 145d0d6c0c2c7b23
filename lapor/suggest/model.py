"""A model that has learned: which class a text is of, how sure that is, which of its words speak for it.

Plain arrays and numpy only: a worker needs no scikit-learn. Made by learning.py, kept by storage.py."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lapor.suggest.confidence import Confidence, Rows, confidence_inputs, softmax
from lapor.suggest.features import FeatureSpace, Floats, Vector, all_piece_keys, word_key
from lapor.suggest.normalisation import plain_words

MOST_REASONS = 3  # words that are named
_LEAST_SHARE = 0.05  # of all that speaks for the class: a word that says less is not named


@dataclass(frozen=True)
class Guess:
    """The classes, the best first, each with its chance; `words` speak for the first.

    `is_sure`: its chance reaches the threshold of its class. Else nothing should be said."""

    ranked: tuple[tuple[str, float], ...]
    is_sure: bool
    words: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return self.ranked[0][0]

    @property
    def confidence(self) -> float:
        return self.ranked[0][1]


@dataclass(frozen=True)
class Model:
    """`weights` has a row a feature and a column a class; `sizes`: of the classes, in reports they were learned from.

    `shown`: hashes of the words that may be named: those of so many reports that nobody is known by them."""

    classes: tuple[str, ...]
    space: FeatureSpace
    weights: NDArray[np.float16] | Floats
    offsets: Floats
    sizes: Floats
    thresholds: Rows
    confidence: Confidence
    shown: NDArray[np.uint32]

    def guess(self, text: str, *, best: int = 3) -> Guess | None:
        """None for a text without a word that is known."""
        words = plain_words(text)
        vector = self.space.vector(words)
        if not len(vector[0]):
            return None
        scores = self.scores(vector)[None]
        chance = float(self.chances(scores, [words])[0])
        first = int(np.argmax(scores[0]))
        return Guess(
            tuple((self.classes[place], share) for place, share in self._ranked(scores, chance, best)),
            chance >= float(self.thresholds[first]),
            self._reasons(words, first),
        )

    def scores(self, vector: Vector) -> Rows:
        columns, values = vector
        return np.asarray(values @ self.weights[columns].astype(np.float32) + self.offsets, np.float64)

    def chances(self, scores: Rows, texts: Sequence[Sequence[str]]) -> Rows:
        """Of each row of scores, that its first class is right."""
        facts = confidence_inputs(
            scores,
            texts,
            space=self.space,
            sizes=self.sizes,
            scale=self.confidence.scale,
            reliability=self.confidence.reliability,
        )
        return self.confidence.chance(facts)

    def _ranked(self, scores: Rows, chance: float, best: int) -> list[tuple[int, float]]:
        """What the first leaves over is shared among the others; none is surer than the first."""
        shares = softmax(scores, self.confidence.scale)[0]
        order = [int(place) for place in np.argsort(-scores[0], kind="stable")[:best]]
        rest = max(1 - float(shares[order[0]]), 1e-9)
        others = [(place, min(chance, (1 - chance) * float(shares[place]) / rest)) for place in order[1:]]
        return [(order[0], chance), *others]

    def _reasons(self, words: Sequence[str], place: int) -> tuple[str, ...]:
        """The words that add most to the score of the class compared with the others, the strongest first."""
        said = list(dict.fromkeys(word for word in words if self._may_be_named(word)))
        if not said:
            return ()
        gains = np.asarray([self._gain(word, place) for word in said])
        whole = gains[gains > 0].sum()
        order = [at for at in np.argsort(-gains, kind="stable")[:MOST_REASONS] if gains[at] > _LEAST_SHARE * whole]
        return tuple(said[at] for at in order)

    def _may_be_named(self, word: str) -> bool:
        key = word_key(word)
        at = int(np.searchsorted(self.shown, np.uint32(key)))
        return at < len(self.shown) and int(self.shown[at]) == key

    def _gain(self, word: str, place: int) -> float:
        """What the word and its pieces add to the class, less what they add to the classes on average."""
        columns, values = self.space.words.vector([word_key(word)])
        pieces, shares = self.space.pieces.vector(all_piece_keys([word]))
        columns = np.concatenate([columns, pieces + len(self.space.words.keys)])
        values = np.concatenate([values, shares * np.float32(0.5)])
        rows = self.weights[columns].astype(np.float32)
        return float(values @ (rows[:, place] - rows.mean(axis=1)))
