"""Which share of the photos of results was taken in the app: by agency, public from 30 such answers on, of nothing that
is hidden and of no answer that was rejected."""

import csv
import io

import pytest

from lapor.agencies.models import Agency
from lapor.measure.models import ReportFigure
from lapor.measure.scorecards import EVIDENCE_FROM, agency_card, card_of
from lapor.publish.open_data.columns import rows_of
from lapor.reports.actions import perform_action
from lapor.reports.evidence import issue_challenge
from lapor.reports.models import Report
from lapor.reports.workflow.acting import ActData, reporter_actor
from tests.promises.test_figures_are_honest import FIRST_DAY, LAST_DAY
from tests.reports.conftest import do, forward, new_report, people, photo  # noqa: F401 - a fixture
from tests.reports.test_evidence import announce, file_of
from tests.reports.test_photo_questions import photo as fingerprinted

pytestmark = pytest.mark.django_db


def answered(root, people, *, taken):  # noqa: F811
    """`taken`: of each photo, whether with the camera of the page."""
    report = new_report(root)
    forward(report, people)
    report.refresh_from_db()
    photos = []
    for number, in_app in enumerate(taken):
        content = f"{report.pk} {number}".encode()
        if in_app:
            announce(report, people["hana"], issue_challenge(report, people["hana"]), content)
        photos.append(file_of(content))
    do(report, "answer", people["hana"], text="Sudah", outcome="solved", photos=tuple(photos))
    return report


def perkim_card(root):
    perkim = Agency.objects.get(code="perkim")
    return agency_card(root, perkim, first=FIRST_DAY, last=LAST_DAY)


def test_one_photo_that_was_not_taken_in_the_app_counts_for_all(root, people, caught_up):  # noqa: F811
    ways = {"in_app": (True, True), "gallery": (True, False), "": ()}
    reports = {expected: answered(root, people, taken=taken) for expected, taken in ways.items()}
    caught_up()
    found = {expected: ReportFigure.objects.get(pk=report.pk).evidence for expected, report in reports.items()}
    assert found == {expected: expected for expected in ways}
    card = perkim_card(root)
    assert (card["evidence"], card["evidence_in_app"], card.evidence_share) == (2, 1, None)
    open_data = {row["number"]: row["evidence"] for row in rows_of(root)}
    assert open_data == {report.tracking_id: expected or None for expected, report in reports.items()}


def test_an_answer_that_was_rejected_or_hidden_counts_no_more(root, people, caught_up):  # noqa: F811
    rejected, hidden = (answered(root, people, taken=(True,)) for _ in range(2))
    perform_action(rejected.pk, "reject", actor=reporter_actor(rejected.reporter_id), data=ActData(text="Belum"))
    do(hidden, "raise_privacy", people["hana"])
    caught_up()
    assert Report.objects.get(pk=hidden.pk).visibility == "confidential"
    assert perkim_card(root)["evidence"] == 0


@pytest.mark.parametrize(("shown", "share"), [(EVIDENCE_FROM - 1, None), (EVIDENCE_FROM, 50), (61, 49)])
def test_the_share_is_given_from_thirty_answers_on(shown, share):
    rows = [{"measure": "evidence", "n": shown}, {"measure": "evidence_in_app", "n": shown // 2}]
    assert card_of(rows).evidence_share == share


@pytest.mark.parametrize("least", [1, 2])
def test_pages_and_file_say_it_from_so_many_on(least, root, people, caught_up, client, monkeypatch):  # noqa: F811
    monkeypatch.setattr("lapor.measure.scorecards.EVIDENCE_FROM", least)
    answered(root, people, taken=(True,))
    caught_up()
    is_shown = least == 1
    page = client.get("/statistik/instansi/perkim/?period=all").content.decode()
    assert ("1 dari 1 jawaban yang berfoto" in page) == is_shown
    lines = csv.DictReader(io.StringIO(client.get("/statistik/angka.csv?period=all").content.decode("utf-8-sig")))
    line = next(line for line in lines if line["code"] == "perkim")
    assert (line["evidence"], line["evidence_in_app"]) == (("1", "1") if is_shown else ("", ""))
    assert line["evidence_questioned"] == ("0" if is_shown else "")


def test_what_was_asked_about_and_went_out_is_counted(root, people, caught_up):  # noqa: F811
    report = forward(new_report(root, photos=(fingerprinted("01" * 128),)), people).report
    again = fingerprinted("01" * 128)
    do(
        report,
        "answer",
        people["hana"],
        text="Sudah",
        outcome="solved",
        photos=(again,),
        photo_reason="Tiang yang sama",
    )
    answered(root, people, taken=(False,))
    caught_up()
    assert (perkim_card(root)["evidence"], perkim_card(root)["evidence_questioned"]) == (2, 1)
