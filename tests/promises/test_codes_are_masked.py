"""Promised: a code that somebody writes into a report or a note by mistake is stored nowhere.

The one place is `without_codes` in lapor/reports/publication.py. Walked: the receipt's code, a sign-in code, the link
of a follower; words of a report, of a reporter, of an office; however they are grouped or told.
"""

import pytest

from lapor.core.personal_data import MARK
from lapor.reports.actions import perform_action
from lapor.reports.models import Entry, Report
from lapor.reports.workflow.acting import ActData, reporter_actor
from tests.reports.conftest import do, forward, new_report

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    [
        "kode saya {code}",
        "{spaced}",
        "Kode masuk: 158 203",
        "OTP 158203 ya",
        "http://lapor.example/ikuti/01a2178ab0d97170a0951464.oCwdMMYNrcwn0x66_I",
        "http://lapor.example/mitra/01a21f6408947637a6e3b74387c7b3c5.oCwdMMYNrcwn0x66_I",
    ],
)
@pytest.mark.parametrize("way", ["file", "note", "answer"])
def test_codes_are_masked_before_they_are_stored(words, way, root, people, filed):
    code = filed.receipt_code
    said = (
        f"Lampu mati. {words.format(code=code, spaced=' '.join(code[i : i + 4] for i in range(0, 16, 4)))} Terima kasih"
    )
    if way == "file":
        new_report(root, said)
    elif way == "note":
        perform_action(filed.report.pk, "note", actor=reporter_actor(filed.report.reporter_id), data=ActData(text=said))
    else:
        forward(filed.report, people)
        do(filed.report, "answer", people["hana"], text=said, outcome="solved")
    stored = "\n".join(
        [
            *Report.objects.values_list("text", flat=True),
            *Report.objects.values_list("title", flat=True),
            *Entry.objects.values_list("text", flat=True),
        ]
    )
    for secret in (code, code[:4] + " " + code[4:8], "158 203", "158203", "oCwdMMYNrcwn0x66"):
        assert secret not in stored
    assert "Terima kasih" in stored
    assert MARK in stored


@pytest.mark.parametrize("between", ["\t", "\n", "/", ", ", "_", "   ", " : ", " | ", " dan "])
def test_a_code_is_masked_however_it_is_grouped(between, filed):
    code = filed.receipt_code
    groups = between.join(code[at : at + 4] for at in range(0, 16, 4))
    taken = perform_action(
        filed.report.pk,
        "note",
        actor=reporter_actor(filed.report.reporter_id),
        data=ActData(text=f"laporan tgl 2611 {groups} terima kasih"),
    )
    assert code[4:8] not in taken.entry.text
    assert "terima kasih" in taken.entry.text


@pytest.mark.parametrize(
    "said",
    [
        "Kode untuk masuk: 1234 5678",
        "12345678 adalah kode masuk Anda",
        "kodenya masuk 123456",
        "Kode masuk Anda:\n123456",
    ],
)
def test_a_sign_in_code_is_masked_however_it_is_told(said, filed):
    taken = perform_action(
        filed.report.pk, "note", actor=reporter_actor(filed.report.reporter_id), data=ActData(text=said)
    )
    assert "1234" not in taken.entry.text
