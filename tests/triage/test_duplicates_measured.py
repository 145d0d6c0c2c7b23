"""How well reports of the same matter are found beside each other: invented reports, some to set the weights by, some
only measured."""

import pytest

from tests.triage.clusters import MEASURED, TUNING, file_all, lines_of, measured

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("halves", [TUNING, MEASURED])
def test_nine_of_ten_first_ones_are_the_same_matter_and_eight_of_ten_are_found(halves, root, triage):
    figures, wrong = measured(file_all(root, lines_of(halves)), triage)
    print(halves, figures, *wrong, sep="\n")
    assert figures.precision >= 0.9
    assert figures.shown_precision >= 0.75
    assert figures.recall >= 0.8
