"""What is suggested to who forwards: filled in with its reasons, or "tidak yakin"; what they choose instead is kept."""

import json
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from lapor.agencies.models import Agency, Category
from lapor.casework.actions import form_for
from lapor.casework.persons import erase_person
from lapor.ledger.models import Cursor
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.acting import SYSTEM
from lapor.reports.workflow.table import TABLE
from lapor.suggest.actions import keep_model
from lapor.suggest.labelled import LabelledReport
from lapor.suggest.learning import learn
from lapor.suggest.models import Suggestion, SuggestionKind
from lapor.suggest.queries import corrected_reports, suggestions_of
from lapor.triage.suggesting import CONSUMER
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401
from tests.suggest.invented_city import FIRST

pytestmark = pytest.mark.django_db
TAUGHT = {
    "lampu-jalan-mati": ("perkim", "lampu jalan padam gelap gulita"),
    "sampah-menumpuk": ("dlh", "sampah menumpuk bau busuk"),
    "saluran-tersumbat": ("dpu", "selokan mampet meluap banjir"),
}


def row_of(report, kind):
    return suggestions_of(report.pk)[kind]


def filed(root, caught_up, text, **changed):
    report = new_report(root, text, **changed)
    caught_up()
    return report


@pytest.fixture
def taught(root, tmp_path, monkeypatch):
    """A city that learned from three hundred reports."""
    monkeypatch.setenv("LAPOR_DATA_DIR", str(tmp_path))
    for kind, place in ((SuggestionKind.CATEGORY, None), (SuggestionKind.AGENCY, 0)):
        reports = [
            LabelledReport(f"{said[1]} rt {number}", code if place is None else said[place], FIRST)
            for number in range(100)
            for code, said in TAUGHT.items()
        ]
        keep_model(root, kind, learn(reports), reports=len(reports))
    return tmp_path


def forward_form(report):
    row = next(row for row in TABLE if row.name == ActName.FORWARD)
    report.refresh_from_db()
    return form_for(row, report)


def test_without_a_history_the_preset_s_words_speak_and_the_category_fills_the_agency(root, caught_up):
    report = filed(root, caught_up, "Lampu jalan mati di depan musala")
    category, agency = row_of(report, "category"), row_of(report, "agency")
    assert (category.code, category.is_sure, category.confidence) == ("lampu-jalan-mati", True, None)
    assert category.words == ["lampu", "jalan", "mati"]
    assert (agency.code, agency.is_sure) == ("perkim", True)


def test_words_that_say_nothing_leave_it_unsure(root, caught_up):
    report = filed(root, caught_up, "Ada yang aneh di sini")
    assert not row_of(report, "category").is_sure
    assert not row_of(report, "agency").is_sure
    form = forward_form(report)
    assert form.fields["category"].initial is None
    assert form.fields["agency"].initial is None
    assert str(form.fields["category"].help_text) == "Tidak yakin: tidak ada saran."
    assert str(form.fields["agency"].help_text) == "Tidak yakin: tidak ada saran."


def test_what_was_learned_is_filled_in_with_its_reasons(root, taught, caught_up):
    report = filed(root, caught_up, "gelap gulita pdhal dkt sekolah, lampunya padam")
    agency = row_of(report, "agency")
    assert (agency.code, agency.is_sure) == ("perkim", True)
    assert agency.confidence > 0.9
    assert {"gelap", "padam"} <= set(agency.words)
    assert agency.model_version
    form = forward_form(report)
    assert form.fields["agency"].initial == Agency.objects.get(root=root, code="perkim").pk
    assert form.fields["category"].initial == Category.objects.get(root=root, code="lampu-jalan-mati").pk
    assert str(form.fields["agency"].help_text).startswith("Saran: Dinas Perumahan dan Kawasan Permukiman. Keyakinan: ")
    assert "Karena: " in str(form.fields["agency"].help_text)


def test_page_of_the_report_shows_the_suggestion_and_not_sure(root, taught, caught_up, people):  # noqa: F811
    browser = Client()
    browser.force_login(people["vera"], backend="lapor.agencies.officers.backend.OfficerBackend")
    sure = filed(root, caught_up, "sampah menumpuk bau")
    unsure = filed(root, caught_up, "qwxz vbnq")
    assert "Saran: Sampah menumpuk." in browser.get(reverse("console:report", args=[sure.tracking_id])).text
    assert "Tidak yakin: tidak ada saran." in browser.get(reverse("console:report", args=[unsure.tracking_id])).text


def test_page_says_whose_each_category_is_so_that_it_fills_the_agency(root, caught_up):
    form = forward_form(filed(root, caught_up, "Lampu jalan mati"))
    whose = json.loads(form.fields["category"].widget.attrs["data-agencies"])
    assert whose[str(Category.objects.get(code="sampah-menumpuk").pk)] == str(Agency.objects.get(code="dlh").pk)
    assert str(Category.objects.filter(agency=None).first().pk) not in whose


def test_category_that_the_reporter_chose_stands(root, taught, caught_up):
    report = filed(root, caught_up, "sampah menumpuk bau", category=Category.objects.get(code="lampu-jalan-mati"))
    form = forward_form(report)
    assert form.fields["category"].initial == Category.objects.get(root=root, code="lampu-jalan-mati").pk
    assert "Saran: Sampah menumpuk." in str(form.fields["category"].help_text)


def test_other_choice_is_kept_as_a_correction(root, taught, caught_up, people):  # noqa: F811
    report = filed(root, caught_up, "sampah menumpuk bau")
    forward(report, people, code="perkim")
    caught_up()
    category, agency = row_of(report, "category"), row_of(report, "agency")
    assert (category.code, category.chosen_code) == ("sampah-menumpuk", "lampu-jalan-baru")
    assert (agency.code, agency.chosen_code) == ("dlh", "perkim")
    assert agency.chosen_at is not None
    assert corrected_reports(SuggestionKind.AGENCY) == {report.pk}


def test_same_choice_is_no_correction(root, taught, caught_up, people):  # noqa: F811
    report = filed(root, caught_up, "lampu padam gelap")
    forward(report, people, code="perkim")
    caught_up()
    agency = row_of(report, "agency")
    assert agency.chosen_code in {"", agency.code}
    assert corrected_reports(SuggestionKind.AGENCY) == set()


def test_passed_on_to_a_unit_it_is_still_the_same_choice(root, taught, caught_up, people):  # noqa: F811
    report = filed(root, caught_up, "lampu padam gelap")
    forward(report, people, code="perkim")
    above, pk = Agency.objects.get(code="perkim"), uuid4()
    unit = Agency.objects.create(
        id=pk, root=root, parent=above, path=[*above.path, pk], code="perkim-pju", name="Seksi PJU"
    )
    do(report, "forward", people["hana"], unit=unit)
    caught_up()
    agency = row_of(report, "agency")
    assert agency.code == agency.chosen_code == "perkim"
    assert corrected_reports(SuggestionKind.AGENCY) == set()


def test_protected_report_gets_no_suggestion(root, caught_up, people):  # noqa: F811
    report = filed(root, caught_up, "Anak saya dipukuli bapaknya")
    report.refresh_from_db()
    assert report.is_protected
    assert suggestions_of(report.pk) == {}
    assert not str(forward_form(report).fields["category"].help_text)


def test_report_that_becomes_protected_loses_its_suggestion(root, caught_up):
    report = filed(root, caught_up, "Lampu jalan mati")
    type(report).objects.filter(pk=report.pk).update(is_protected=True)
    Cursor.objects.filter(consumer=CONSUMER.name).update(position=0)
    caught_up()
    assert suggestions_of(report.pk) == {}


def test_events_read_twice_change_nothing(root, caught_up):
    report = filed(root, caught_up, "Lampu jalan mati")
    before = list(Suggestion.objects.filter(report_id=report.pk).order_by("kind").values())
    Cursor.objects.filter(consumer=CONSUMER.name).update(position=0)
    caught_up()
    assert list(Suggestion.objects.filter(report_id=report.pk).order_by("kind").values()) == before


def test_agency_that_is_switched_off_is_not_suggested(root, taught, caught_up):
    Agency.objects.filter(root=root, code="dlh").update(is_active=False)
    report = filed(root, caught_up, "sampah menumpuk bau")
    assert row_of(report, "agency").code != "dlh" or not row_of(report, "agency").is_sure


def test_files_that_were_changed_leave_the_preset_s_words(root, taught, caught_up):
    for path in taught.rglob("offsets.npy"):
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    report = filed(root, caught_up, "Lampu jalan mati di depan musala")
    assert (row_of(report, "category").code, row_of(report, "category").confidence) == ("lampu-jalan-mati", None)


def test_agency_that_refused_and_named_another_is_followed(root, taught, caught_up, people):  # noqa: F811
    report = filed(root, caught_up, "sampah menumpuk bau")
    forward(report, people, code="perkim")
    other = Agency.objects.get(root=root, code="dpu")
    do(report, "refuse", people["hana"], text="Bukan kewenangan kami.", proposed_agency=other)
    caught_up()
    assert forward_form(report).fields["agency"].initial == other.pk


def test_erased_person_leaves_no_words_in_a_suggestion(root, caught_up):
    report = filed(root, caught_up, "Lampu jalan mati", email="budi@contoh.example")
    report.refresh_from_db()
    erase_person(report.reporter, by=SYSTEM)
    assert row_of(report, "category").words == []
