"""Learns a model from reports whose class is known. Called by `lapor suggest`, with scikit-learn by fitting.py.

What is to be chosen (settings, calibration, thresholds) is chosen on the newest part of the reports with a model of the
older ones: as it will be used, on reports that come later. Then the model is learned anew from all of them."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lapor.suggest.confidence import Rows, thresholds_of
from lapor.suggest.features import word_key
from lapor.suggest.fitting import Labels, Settings, Table, Trial, fit_confidence, fit_scores
from lapor.suggest.labelled import LabelledReport
from lapor.suggest.model import Model
from lapor.suggest.normalisation import EMPTY_WORDS, plain_words

LATER_SHARE = 0.2  # of the rows: the newest, on which everything is chosen
PRECISION = 0.95  # that is wanted of what is said
CLASS_PRECISION = 0.90  # and of what is said of each class
FEWEST_REPORTS = 200  # fewer teach nothing
LEAST_NAMED = 3  # reports in which a word stands before it may be named
SEARCH_SECONDS = 180  # of the processor; what was not tried by then stays as usual
_SHORTEST_NAMED = 3  # letters
_WORTH = 0.002  # of the newer reports that a setting must gain to be preferred to the usual one
# One after the other: what is tried, the usual value first (see Settings).
STEPS: tuple[tuple[str, tuple[float, ...]], ...] = (
    ("cost", (0.3, 0.15, 0.6)),
    ("half_life", (0, 365, 150)),
    ("piece_weight", (1.0, 1.6, 0.6)),
    ("single_share", (0.0, 0.5, 1.0)),
    ("bayes_share", (0.0, 0.1, 0.2, 0.4)),
)
Say = Callable[[str], None]


class TooFewReports(ValueError):
    """There is not enough to learn from; says what there is."""


def learn(reports: Sequence[LabelledReport], *, say: Say = lambda _line: None) -> Model:
    """A model of the reports. Raises TooFewReports."""
    table = table_of(reports)
    cut = later_from(table)
    older, newer = table.part(0, cut), table.part(cut, len(table.texts))
    say(
        f"learning from {len(table.texts)} reports of {len(table.classes)} classes,"
        f" the newest {len(newer.texts)} to choose by"
    )
    trial = Trial(older, newer)
    settings = choose_settings(trial, say)
    scores = trial.scores(settings)
    confidence, chances = fit_confidence(scores, newer, trial.space, older.sizes)
    guessed = np.argmax(scores, axis=1)
    thresholds = thresholds_of(
        chances,
        guessed,
        guessed == newer.labels,
        classes=len(table.classes),
        precision=PRECISION,
        of_class=CLASS_PRECISION,
    )
    said = chances >= thresholds[guessed]
    right = (guessed == newer.labels)[said]
    say(
        f"of the newer reports {_right(scores, newer.labels):.4f} are guessed right; said for {said.mean():.4f},"
        f" of that {right.mean() if said.any() else 0:.4f} right"
    )
    final = fit_scores(table, settings)
    return Model(
        classes=table.classes,
        space=final.space,
        weights=final.weights.astype(np.float16),
        offsets=final.offsets,
        sizes=table.sizes,
        thresholds=thresholds,
        confidence=confidence,
        shown=_shown(table.texts),
    )


def choose_settings(trial: Trial, say: Say) -> Settings:
    """Setting by setting, by how many of the newer reports are guessed right."""
    chosen, start = Settings(), time.process_time()
    best = _right(trial.scores(chosen), trial.newer.labels)
    for name, values in STEPS:
        for value in values[1:]:
            if time.process_time() - start > SEARCH_SECONDS:
                say(f"  {name} {value}: not tried, {SEARCH_SECONDS} s are over")
                continue
            tried = replace(chosen, **{name: value})
            right = _right(trial.scores(tried), trial.newer.labels)
            say(f"  {name} {value}: {right:.4f} of the newer reports right, {best:.4f} before")
            if right > best + _WORTH:
                chosen, best = tried, right
    return chosen


def _right(scores: Rows, labels: Labels) -> float:
    return float((np.argmax(scores, axis=1) == labels).mean())


def _shown(texts: Sequence[Sequence[str]]) -> NDArray[np.uint32]:
    """Hashes of the words that may be named: of letters only, in at least LEAST_NAMED reports."""
    found = Counter(word for words in texts for word in set(words))
    kept = (
        word
        for word, count in found.items()
        if count >= LEAST_NAMED and word.isalpha() and len(word) >= _SHORTEST_NAMED and word not in EMPTY_WORDS
    )
    return np.asarray(sorted(map(word_key, kept)), np.uint32)


def table_of(reports: Sequence[LabelledReport]) -> Table:
    """Raises TooFewReports."""
    ordered = sorted(reports, key=lambda report: report.on)
    classes = tuple(sorted({report.label for report in ordered}))
    if len(ordered) < FEWEST_REPORTS or len(classes) < 2:  # noqa: PLR2004 - there is nothing to choose between
        raise TooFewReports(
            f"{len(ordered)} reports of {len(classes)} classes; at least {FEWEST_REPORTS} of 2 are needed"
        )
    places = {label: place for place, label in enumerate(classes)}
    return Table(
        [plain_words(report.text) for report in ordered],
        np.asarray([places[report.label] for report in ordered]),
        np.asarray([report.on.toordinal() for report in ordered]),
        np.asarray([report.weight for report in ordered], np.float32),
        classes,
    )


def later_from(table: Table) -> int:
    """Where the newest part begins: at the beginning of a day, unless all came on one."""
    cut = round(len(table.texts) * (1 - LATER_SHARE))
    start = int(np.searchsorted(table.days, table.days[cut]))
    return start if start >= len(table.texts) // 2 else cut
