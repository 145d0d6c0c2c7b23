"""What is learned, on invented complaints: a smoke test of the room, not a measure of any city."""

import time

import numpy as np
import pytest

from lapor.cli import main
from lapor.suggest.evaluation import figures_of
from lapor.suggest.labelled import LabelledReport
from lapor.suggest.learning import TooFewReports, learn
from tests.suggest.invented_city import FIRST, invented_reports


@pytest.fixture(scope="module")
def learned():
    """A model of the older reports of an invented city, and the newer ones."""
    reports = sorted(invented_reports(2000, wrong=0.02, small_offices=10), key=lambda report: report.on)
    return learn(reports[:1500]), reports[1500:]


@pytest.fixture(scope="module")
def guesses(learned):
    model, newer = learned
    return [model.guess(report.text) for report in newer]


def test_most_newer_reports_are_guessed_right(learned, guesses):
    figures = figures_of(guesses, [report.label for report in learned[1]])
    assert figures.top_1 > 0.6
    assert figures.top_3 > figures.top_1
    assert figures.calibration_error < 0.15


def test_what_is_said_is_right_far_more_often_than_what_is_not(learned, guesses):
    """The threshold keeps the precision; below it the model is silent."""
    pairs = [(guess, report.label) for guess, report in zip(guesses, learned[1], strict=True)]
    said = [guess.code == label for guess, label in pairs if guess.is_sure]
    unsaid = [guess.code == label for guess, label in pairs if not guess.is_sure]
    assert len(said) > 0.05 * len(pairs)
    assert np.mean(said) >= 0.9
    assert np.mean(unsaid) < np.mean(said)


def test_words_without_meaning_are_met_with_silence(learned):
    model, _newer = learned
    assert model.guess("") is None
    assert not (guess := model.guess("selamat pagi admin")) or not guess.is_sure
    assert not (guess := model.guess("qwxz vbnq hjkq")) or not guess.is_sure


def test_words_that_speak_for_it_are_of_the_text_and_no_numbers(learned, guesses):
    named = [word for guess in guesses for word in guess.words]
    assert named
    assert all(word.isalpha() for word in named)


def test_words_of_fewer_than_three_reports_are_never_named():
    common = [LabelledReport(f"lampu padam {number % 7}", "Dinas A", FIRST) for number in range(120)]
    other = [LabelledReport("sampah menumpuk", "Dinas B", FIRST) for _number in range(120)]
    rare = [LabelledReport("lampu padam suparjo", "Dinas A", FIRST) for _number in range(2)]
    model = learn([*common, *other, *rare])
    assert set(model.guess("lampu padam milik suparjo").words) == {"lampu", "padam"}


def test_suggestion_takes_less_than_ten_milliseconds(learned):
    model, newer = learned
    spent = []
    for report in newer[:50]:
        start = time.process_time()
        model.guess(report.text)
        spent.append(time.process_time() - start)
    assert float(np.median(spent)) < 0.010
    longest = " ".join(report.text for report in newer)[:20_000]
    start = time.process_time()
    model.guess(longest)
    assert time.process_time() - start < 0.1


def test_too_few_reports_are_said_to_be_too_few():
    with pytest.raises(TooFewReports, match="3 reports of 1 classes"):
        learn([LabelledReport("lampu", "a", FIRST)] * 3)


def test_same_reports_make_the_same_model(learned):
    reports = sorted(invented_reports(2000, wrong=0.02, small_offices=10), key=lambda report: report.on)
    assert np.array_equal(learn(reports[:1500]).weights, learned[0].weights)


def test_command_measures_a_file_and_shows_nobody_s_words(tmp_path, capsys):
    path = tmp_path / "aduan.csv"
    lines = [
        f"{report.on:%d/%m/%Y};{report.text} NIK 3374010101010001 budi;{report.label};Budi Santoso"
        for report in invented_reports(900, small_offices=0)
    ]
    path.write_text("\n".join(["Tanggal;Isi;OPD;Nama", *lines, ";;;"]), encoding="utf-8")
    columns = ["--text", "isi", "--label", "opd", "--date", "TANGGAL"]
    assert main(["suggest", "evaluate", "--file", str(path), *columns, "--split", "2023-01-15"]) == 0
    said = capsys.readouterr().out
    for words in ("top-1", "top-3", "macro-F1", "coverage at 90% precision", "coverage at 95% precision",
                  "expected calibration error", "Dinas Pekerjaan Umum", "1 rows left out, empty"):  # fmt: skip
        assert words in said
    assert "3374" not in said
    assert "budi" not in said.lower()


def test_command_says_which_columns_there_are(tmp_path, capsys):
    path = tmp_path / "aduan.csv"
    path.write_text("Tanggal;Isi;OPD\n1/1/2022;lampu;A\n", encoding="utf-8")
    columns = ["--text", "laporan", "--label", "opd", "--date", "tanggal"]
    assert main(["suggest", "evaluate", "--file", str(path), *columns, "--split", "2023-01-15"]) == 1
    assert "the columns are Tanggal, Isi, OPD" in capsys.readouterr().err
