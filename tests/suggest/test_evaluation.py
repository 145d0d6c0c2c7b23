"""The figures, on cases that were reckoned by hand."""

import numpy as np
import pytest

from lapor.suggest.confidence import NEVER, lowest_chance, thresholds_of
from lapor.suggest.evaluation import calibration_error, coverage_at, figures_of, lines_of
from lapor.suggest.model import Guess


def guess(code, chance, *others, is_sure=False):
    return Guess(((code, chance), *((other, 0.01) for other in others)), is_sure)


GUESSES = [
    guess("a", 0.9, "b", "c", is_sure=True),  # right
    guess("a", 0.8, "b", "c", is_sure=True),  # wrong, second
    guess("b", 0.6, "a", "c"),  # right
    guess("b", 0.4, "a", "c"),  # wrong: its class was never learned
    None,  # nothing to go by
]
LABELS = ["a", "b", "b", "z", "c"]


def test_shares_are_over_all_rows():
    figures = figures_of(GUESSES, LABELS)
    assert [figures.rows, figures.top_1, figures.top_3] == pytest.approx([5, 2 / 5, 3 / 5])
    assert [figures.spoken, figures.spoken_right] == pytest.approx([2 / 5, 1 / 2])


def test_macro_f1_is_the_mean_over_every_class_that_is_true_or_guessed():
    figures = figures_of(GUESSES, LABELS)
    # a: 1 right of 2 guessed, 1 true = 2/3; b: 1 of 2 guessed, 2 true = 1/2; c and z: 0
    assert figures.macro_f1 == pytest.approx((2 / 3 + 1 / 2 + 0 + 0) / 4)
    assert [(one.label, one.rows, one.guessed, one.right) for one in figures.classes] == [
        ("b", 2, 2, 1),
        ("a", 1, 2, 1),
        ("c", 1, 0, 0),
        ("z", 1, 0, 0),
    ]


def test_coverage_is_the_largest_share_at_which_the_precision_is_reached():
    chances = np.array([0.9, 0.8, 0.7, 0.6])
    assert coverage_at(0.75, chances, np.array([True, False, True, True])) == 1.0
    assert coverage_at(0.9, chances, np.array([True, True, False, True])) == 0.5
    assert coverage_at(0.9, chances, np.array([False, True, True, True])) == 0.0


def test_equally_sure_rows_are_answered_together():
    assert coverage_at(1.0, np.array([0.9, 0.9]), np.array([True, False])) == 0.0


def test_calibration_error_is_the_gap_between_chance_and_truth():
    # range 0.9: said 0.95, right 1/2; range 0.1: said 0.1, right 0
    chances, right = np.array([0.95, 0.95, 0.1, 0.1]), np.array([True, False, False, False])
    assert calibration_error(chances, right) == pytest.approx(0.5 * 0.45 + 0.5 * 0.1)


def test_lowest_chance_is_the_last_that_reaches_the_precision():
    falling, precisions = np.array([0.9, 0.8, 0.7]), np.array([1.0, 0.96, 0.5])
    assert lowest_chance(falling, precisions, 0.95) == 0.8
    assert lowest_chance(falling, precisions * 0.5, 0.95) == NEVER


def test_class_that_is_often_wrong_needs_a_higher_chance():
    chances = np.tile(np.linspace(0.99, 0.5, 200), 2)
    guessed = np.repeat([0, 1], 200)
    is_right = np.concatenate([np.ones(200, bool), np.linspace(0.99, 0.5, 200) > 0.8])
    thresholds = thresholds_of(chances, guessed, is_right, classes=3, precision=0.7, of_class=0.95)
    assert thresholds[0] < thresholds[1]
    assert thresholds[0] <= thresholds[2] <= 1  # never guessed: as all


def test_lines_name_the_figures_and_every_class():
    lines = "\n".join(lines_of(figures_of(GUESSES, LABELS), {"a": 5, "b": 7, "c": 1}))
    for words in ("top-1            0.4000", "top-3            0.6000", "macro-F1", "coverage at 90% precision",
                  "coverage at 95% precision", "expected calibration error", "1 of them of a class"):  # fmt: skip
        assert words in lines


def test_long_numbers_in_a_label_are_not_printed():
    lines = "\n".join(lines_of(figures_of([guess("3374010101010001", 0.5)], ["3374010101010001"]), {}))
    assert "3374" not in lines
