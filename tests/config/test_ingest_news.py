"""`lapor ingest news` over feeds in every condition: a line for each file and message, a reason for each, no report."""

import argparse
from pathlib import Path

import pytest

from lapor.config.commands import ingest
from lapor.gateway.models import Delivery, InboundFile
from lapor.reports.models import Report

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parents[1] / "fixtures" / "news"


@pytest.fixture
def fed(root, capsys):
    def feed(*files):
        parser = argparse.ArgumentParser()
        ingest.add_arguments(parser)
        assert ingest.run(parser.parse_args(["news", "--explain", *(str(file) for file in files)])) == 0
        return [line.rpartition("/")[2] if line.count("/") else line for line in capsys.readouterr().out.splitlines()]

    return feed


def test_every_file_has_a_line_with_its_reason_and_no_report_is_made(fed):
    files = sorted(FOLDER.iterdir())
    lines = fed(*files)
    assert {line.partition(": ")[0] for line in lines} == {file.name for file in files}
    assert all("(" in line or "quarantined: " in line for line in lines)
    assert Report.objects.count() == 0
    assert Delivery.objects.filter(state="waiting").count() == 0
    assert not InboundFile.objects.filter(state="waiting").exists()


def test_what_each_story_became_and_why_is_said(fed):
    first, second, third = fed(FOLDER / "rss20.xml")
    assert first.startswith("rss20.xml: candidate (candidate; about Keluhkan")
    assert "Tembalang" in first
    assert "Candi may be anything" in second
    assert third.endswith("Kuningan may be anything: no kelurahan before it, no other place of the city beside it)")
    assert fed(FOLDER / "error-page.html") == ["error-page.html: quarantined: a web page (HTML), no feed"]


def test_same_items_again_are_duplicates_and_changed_words_are_told(fed, tmp_path):
    body = (FOLDER / "rss20.xml").read_text()
    fed(FOLDER / "rss20.xml")
    again = tmp_path / "again.xml"
    again.write_text(body.replace("suara-100", "lain-100"))
    assert all("duplicate (the same message came before" in line for line in fed(again))
    changed = tmp_path / "changed.xml"
    changed.write_text(body.replace("sejak bulan lalu", "sejak September"))
    assert "candidate_changed" in fed(changed)[0]
