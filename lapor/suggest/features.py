"""What the model sees of a report: its words, pairs of words and pieces of words, as numbers that cannot be read back.

A feature is the hash of a piece of text; no piece itself is kept. Needs numpy only, so that a worker applies a model
without scikit-learn."""

import itertools
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lapor.suggest.normalisation import ADDRESS, NUMBER

PIECES = (3, 4, 5)  # letters
Keys = NDArray[np.uint32]
Floats = NDArray[np.float32]
Vector = tuple[NDArray[np.int64], Floats]  # columns and values


def word_keys(words: Sequence[str]) -> list[int]:
    """Of the words and of each two that follow each other."""
    pairs = (f"2 {one} {other}" for one, other in itertools.pairwise(words))
    return [*map(word_key, words), *(zlib.crc32(pair.encode()) for pair in pairs)]


def word_key(word: str) -> int:
    return zlib.crc32(f"1 {word}".encode())


@lru_cache(maxsize=20_000)
def piece_keys(word: str) -> tuple[int, ...]:
    """Of the pieces of a word, its beginning and end marked by a space."""
    if word in {NUMBER, ADDRESS}:
        return ()
    marked = f" {word} "
    return tuple(
        zlib.crc32(f"3{marked[start : start + size]}".encode())
        for size in PIECES
        for start in range(max(1, len(marked) - size + 1))
    )


def all_piece_keys(words: Iterable[str]) -> list[int]:
    return [key for word in words for key in piece_keys(word)]


@dataclass(frozen=True)
class Block:
    """One kind of feature: the hashes that are known, in order, and the weight of each (rare ones weigh more)."""

    keys: Keys
    rarity: Floats

    def vector(self, found: Sequence[int]) -> Vector:
        """Columns and values of length one; empty where nothing is known."""
        if not found or not len(self.keys):
            return np.empty(0, np.int64), np.empty(0, np.float32)
        keys, counts = np.unique(np.asarray(found, np.uint32), return_counts=True)
        columns = np.searchsorted(self.keys, keys)
        columns[columns == len(self.keys)] = 0
        known = self.keys[columns] == keys
        columns = columns[known]
        values = (1 + np.log(counts[known].astype(np.float32))) * self.rarity[columns]
        length = float(np.sqrt((values * values).sum())) or 1.0
        return columns, (values / length).astype(np.float32)


@dataclass(frozen=True)
class FeatureSpace:
    """Words and pieces of words; the pieces count `piece_weight` times as much."""

    words: Block
    pieces: Block
    piece_weight: float = 1.0

    @property
    def size(self) -> int:
        return len(self.words.keys) + len(self.pieces.keys)

    def vector(self, words: Sequence[str]) -> Vector:
        columns, values = self.words.vector(word_keys(words))
        others, pieces = self.pieces.vector(all_piece_keys(words))
        return (
            np.concatenate([columns, others + len(self.words.keys)]),
            np.concatenate([values, pieces * np.float32(self.piece_weight)]),
        )

    def known_share(self, words: Sequence[str]) -> float:
        """Which share of the words was seen in training."""
        if not words or not len(self.words.keys):
            return 0.0
        keys = np.asarray([word_key(word) for word in words], np.uint32)
        places = np.searchsorted(self.words.keys, keys)
        places[places == len(self.words.keys)] = 0
        return float((self.words.keys[places] == keys).mean())


def learn_space(texts: Iterable[Sequence[str]], *, least: int) -> FeatureSpace:
    """The features of texts (as plain words) that stand in at least `least` of them."""
    in_words: Counter[int] = Counter()
    in_pieces: Counter[int] = Counter()
    count = 0
    for words in texts:
        count += 1
        in_words.update(set(word_keys(words)))
        in_pieces.update(set(all_piece_keys(words)))
    return FeatureSpace(_block(in_words, count, least), _block(in_pieces, count, least))


def _block(found: Counter[int], texts: int, least: int) -> Block:
    kept = sorted(key for key, count in found.items() if count >= least)
    counts = np.asarray([found[key] for key in kept], np.float32)
    return Block(np.asarray(kept, np.uint32), (np.log((1 + texts) / (1 + counts)) + 1).astype(np.float32))
