"""`lapor suggest train`: from this installation's own reports, as they stand in the end."""

import datetime
import subprocess
import sys
import uuid

import pytest

from lapor.agencies.models import Category
from lapor.config.commands.suggest import train
from lapor.core.environment import PROJECT_DIR
from lapor.core.ids import new_id
from lapor.reports.models import Report
from lapor.reports.vocabulary import State
from lapor.suggest.actions import keep_model
from lapor.suggest.learning import learn
from lapor.suggest.models import LearnedModel, Suggestion, SuggestionKind
from lapor.suggest.queries import CORRECTION, loaded, newest_model, training_reports

pytestmark = pytest.mark.django_db
DAY = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)


def reports_of(root, code, texts, *, state=State.ANSWERED, **changed):
    category = Category.objects.get(root=root, code=code)
    values = {"category": category, "agency": category.agency, "state": state, "kind": "complaint", **changed}
    return Report.objects.bulk_create(
        Report(
            id=new_id(),
            root=root,
            tracking_id=f"{uuid.uuid4().int % 10**10:010}",
            text=text,
            channel="web",
            filed_at=DAY + datetime.timedelta(hours=place),
            state_since=DAY,
            **values,
        )
        for place, text in enumerate(texts)
    )


def history(root, count=130):
    reports_of(root, "lampu-jalan-mati", [f"lampu jalan padam gelap rt {n}" for n in range(count)])
    reports_of(root, "sampah-menumpuk", [f"sampah menumpuk bau di tps {n}" for n in range(count)])


def guessed(root, kind, text):
    row = newest_model(root.pk, kind)
    assert row is not None
    return loaded(row).guess(text).code


@pytest.fixture
def data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LAPOR_DATA_DIR", str(tmp_path))
    return tmp_path


def test_protected_undecided_and_archived_reports_teach_nothing(root):
    reports_of(root, "lampu-jalan-mati", ["lampu padam"])
    reports_of(root, "lampu-jalan-mati", ["rahasia"], is_protected=True)
    reports_of(root, "lampu-jalan-mati", ["baru"], state=State.RECEIVED)
    reports_of(root, "lampu-jalan-mati", ["arsip"], state=State.ARCHIVED)
    reports_of(root, "lampu-jalan-mati", ["tanpa"], agency=None)
    found = list(training_reports(root, SuggestionKind.CATEGORY))
    assert [(one.text, one.label, one.weight) for one in found] == [("lampu padam", "lampu-jalan-mati", 1.0)]
    assert [one.label for one in training_reports(root, SuggestionKind.AGENCY)] == ["perkim"]


def test_correction_counts_more(root):
    first, second = reports_of(root, "lampu-jalan-mati", ["lampu padam", "lampu mati"])
    for report, code in ((first, "sampah-menumpuk"), (second, "lampu-jalan-mati")):
        Suggestion.objects.create(
            report_id=report.pk, kind="category", code=code, made_at=DAY, chosen_code="lampu-jalan-mati", chosen_at=DAY
        )
    found = {one.text: one.weight for one in training_reports(root, SuggestionKind.CATEGORY)}
    assert found == {"lampu padam": CORRECTION, "lampu mati": 1.0}


def test_training_keeps_a_version_of_each_kind_that_is_used_from_then_on(root, data_folder, capsys):
    history(root)
    assert train() == 0
    rows = {row.kind: row for row in LearnedModel.objects.all()}
    assert set(rows) == {"category", "agency"}
    assert guessed(root, SuggestionKind.AGENCY, "lampu gelap") == "perkim"
    assert guessed(root, SuggestionKind.CATEGORY, "bau sampah") == "sampah-menumpuk"
    assert "260 reports, 2 classes" in capsys.readouterr().out


def test_newest_version_is_in_use(root, data_folder):
    history(root)
    reports = list(training_reports(root, SuggestionKind.AGENCY))
    model = learn(reports)
    keep_model(root, SuggestionKind.AGENCY, model, reports=1)
    LearnedModel.objects.update(made_at=DAY, version="20200101T000000")
    newest = keep_model(root, SuggestionKind.AGENCY, model, reports=2)
    assert newest_model(root.pk, SuggestionKind.AGENCY) == newest


def test_city_without_a_history_is_told_so(root, data_folder, capsys):
    assert train() == 1
    assert "0 reports of 0 classes; at least 200 of 2 are needed" in capsys.readouterr().out


def test_evaluating_needs_no_installation(tmp_path):
    code = "import sys; from lapor.cli import main; main(sys.argv[1:]); print('django.apps' in sys.modules)"
    words = ["suggest", "evaluate", "--file", str(tmp_path / "none.csv"), "--text", "a", "--label", "b", "--date", "c"]
    done = subprocess.run(
        [sys.executable, "-c", code, *words, "--split", "2023-01-01"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin", "LAPOR_DATA_DIR": str(tmp_path / "nowhere")},
        cwd=PROJECT_DIR,
        timeout=60,
    )
    assert "no such file" in done.stderr
    assert not (tmp_path / "nowhere").exists()
