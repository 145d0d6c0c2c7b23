"""Who is named with @ in an internal note hears of it, if they may see the report; its files stay inside."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lapor.agencies.models import Officer
from lapor.casework.officers import warning_after
from lapor.reports.mentions import MOST, names_in
from lapor.reports.models import Attachment, Report
from tests.makers import photo as picture
from tests.promises.waiting import forwarded, heard
from tests.reports.conftest import do, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Tolong @hana, @landung.", ["hana", "landung"]),
        ("@hana @hana", ["hana"]),
        ("surat ke budi@contoh.example atau x@@y", []),
        ("tanpa nama @ dan @.", []),
    ],
)
def test_names_are_those_behind_an_at_sign(text, names):
    assert names_in(text) == names


def test_at_most_some_are_named():
    assert len(names_in(" ".join(f"@petugas{n}" for n in range(MOST + 5)))) == MOST


def test_who_is_named_hears_of_it_and_nobody_else(root, people):  # noqa: F811
    report = forwarded(root, people)
    do(report, "work_note", people["hana"], text="Tolong cek tiang, @landung. @kepala @hana @hantu")
    assert heard("work_note") == {"landung": {"mentioned"}, "kepala": {"mentioned"}}
    do(report, "work_note", people["hana"], text="Sudah dicek")
    assert heard("work_note") == {}


def test_who_may_not_see_the_report_hears_nothing(root, people):  # noqa: F811
    report = forwarded(root, people)
    do(report, "work_note", people["hana"], text="@lia @dewi @ade @lintang @landung")
    assert heard("work_note") == {"landung": {"mentioned"}}
    Officer.objects.filter(username="landung").update(is_active=False)
    assert heard("work_note") == {}


def test_of_a_protected_report_only_its_own_officers(root, people):  # noqa: F811
    report = forwarded(root, people)
    Report.objects.filter(pk=report.pk).update(is_protected=True, agency=people["lintang"].agency_id)
    other = Officer.objects.create(
        username="mira", name="Mira", agency=people["lintang"].agency, role="protected_case_officer"
    )
    do(report, "work_note", people["lintang"], text=f"@hana @{other.username}")
    assert heard("work_note") == {"mira": {"mentioned"}}


def test_files_of_a_note_are_for_officers_only(root, people):  # noqa: F811
    report = forwarded(root, people)
    officer = Client()
    officer.force_login(people["hana"])
    sent = {"act": "work_note", "text": "Denah", "photos": SimpleUploadedFile("denah.jpg", picture())}
    assert officer.post(f"/konsol/laporan/{report.tracking_id}", sent).status_code == 302
    file = Attachment.objects.get(report=report)
    assert report.publication == "published"
    assert officer.get(f"/lampiran/{file.pk}/full").status_code == 200
    assert Client().get(f"/lampiran/{file.pk}/full").status_code == 404
    assert str(file.pk) not in Client().get(f"/laporan/{report.tracking_id}").content.decode()


def test_who_names_somebody_that_is_not_told_reads_so(root, people):  # noqa: F811
    report = forwarded(root, people)
    taken = do(report, "work_note", people["hana"], text="@landung, @lia dan @hantu")
    assert warning_after(taken).startswith("@lia, @hantu: ")
    assert warning_after(do(report, "work_note", people["hana"], text="@landung")) == ""
    assert warning_after(do(report, "work_note", people["hana"], text="Sudah dicek")) == ""
    officer = Client()
    officer.force_login(people["hana"])
    sent = {"act": "work_note", "text": "Tolong @hantu"}
    page = officer.post(f"/konsol/laporan/{report.tracking_id}", sent, follow=True).content.decode()
    assert "@hantu: tidak ada yang diberi tahu." in page
