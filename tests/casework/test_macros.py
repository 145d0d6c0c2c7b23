"""Macros: several acts with one key, in the officer's own name; whose they are, what they would do, where they stop."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lapor.agencies.models import Agency, Category
from lapor.casework.bulk import chosen_reports
from lapor.casework.macros import (
    MOST,
    editable_macros,
    macros_for,
    preview_macro,
    run_macro,
    run_on_each,
    usable_macros,
)
from lapor.casework.models import Macro, ResponseTemplate
from lapor.core.ids import show_tracking_id
from lapor.gateway.models import OutboundMessage
from lapor.ledger.models import Event
from lapor.reports import queries
from lapor.reports.models import Entry, Report
from lapor.reports.vocabulary import State
from lapor.reports.workflow.acting import officer_actor
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(people):  # noqa: F811
    def of(name):
        client = Client()
        client.force_login(people[name])
        return client

    return of


@pytest.fixture
def report(root, people):  # noqa: F811
    return queries.report_by_number(new_report(root, "Lampu mati", email="siti@contoh.id").tracking_id)


def verify_and_forward(**more):
    category, perkim = Category.objects.get(code="lampu-jalan-baru"), Agency.objects.get(code="perkim")
    return {
        "act": "forward",
        "publication": "published",
        "category": str(category.pk),
        "agency": str(perkim.pk),
        **more,
    }


def macro(who, *steps, **more):
    return Macro.objects.create(**{"officer": who, "name": "Lampu ke Perkim", "key": "1", **more, "steps": list(steps)})


def acts_of(report):
    return list(Entry.objects.filter(report=report).order_by("at", "id").values_list("act", flat=True))


def test_acts_are_done_in_order_with_words_and_fields_filled_in(report, people):  # noqa: F811
    vera = people["vera"]
    row = macro(vera, {"act": "work_note", "text": "Cek {nomor}"}, verify_and_forward(text="Mohon segera"))
    run = run_macro(row, report, vera, version=report.version)
    assert (run.refused, run.report.state, run.report.agency.code) == ("", "forwarded", "perkim")
    assert acts_of(report) == ["file", "work_note", "forward"]
    note, forwarded = Entry.objects.filter(report=report, officer=vera).order_by("at", "id")
    assert note.text == f"Cek {show_tracking_id(report.tracking_id)}"
    assert forwarded.text == "Mohon segera"
    assert Event.objects.filter(stream_id=report.pk, actor_id=vera.pk).count() == 2


def test_words_come_from_a_template_as_it_is_now(report, people):  # noqa: F811
    forward(report, people)
    perkim = Agency.objects.get(code="perkim")
    template = ResponseTemplate.objects.create(agency=perkim, act="start", name="Mulai", text="Lama")
    row = macro(people["hana"], {"act": "start", "template": str(template.pk)})
    ResponseTemplate.objects.update(text="Kami tangani laporan {nomor}.")
    report = queries.report_by_number(report.tracking_id)
    run = run_macro(row, report, people["hana"], version=report.version)
    assert run.reason == ""
    said = Entry.objects.get(report=report, act="start").text
    assert said == f"Kami tangani laporan {show_tracking_id(report.tracking_id)}."


def test_a_template_that_is_gone_stops_it(report, people):  # noqa: F811
    forward(report, people)
    report = queries.report_by_number(report.tracking_id)
    row = macro(people["hana"], {"act": "start", "template": "0190ab7c-0000-7000-8000-000000000000"})
    run = run_macro(row, report, people["hana"], version=report.version)
    assert (run.done, run.refused, bool(run.reason)) == ([], "start", True)


def test_the_first_refused_act_ends_it_and_is_named(report, people):  # noqa: F811
    vera = people["vera"]
    row = macro(vera, verify_and_forward(), {"act": "start", "text": "Kami mulai"}, {"act": "work_note", "text": "Ya"})
    run = run_macro(row, report, vera, version=report.version)
    assert [step.row.name for step in run.done] == ["forward"]
    assert run.refused == "start"
    assert run.reason
    assert acts_of(report) == ["file", "forward"]


@pytest.mark.parametrize("name", ["hana", "landung", "kepala", "wening", "lia"])
@pytest.mark.parametrize(
    "step", [verify_and_forward, lambda: {"act": "archive", "archive_reason": "spam", "text": "Iklan"}]
)
def test_nothing_is_possible_that_is_not_by_hand(name, step, report, people):  # noqa: F811
    who, wanted = people[name], step()
    assert wanted["act"] not in {row.name for row in queries.offered_acts(report, officer_actor(who))}
    run = run_macro(macro(who, wanted), report, who, version=report.version)
    assert (run.done, run.refused) == ([], wanted["act"])
    assert acts_of(report) == ["file"]


def test_personal_data_in_its_words_is_refused_as_by_hand(report, people):  # noqa: F811
    row = macro(people["vera"], verify_and_forward(text="Hubungi Budi di 0812 3456 7890"))
    run = run_macro(row, report, people["vera"], version=report.version)
    assert (run.done, run.refused) == ([], "forward")


def test_an_older_version_than_the_one_looked_at_is_refused(report, people):  # noqa: F811
    row, seen = macro(people["vera"], verify_and_forward()), report.version
    do(report, "ask", people["vera"], text="Di mana?")
    run = run_macro(
        row, Report.objects.select_related("root", "category", "agency").get(pk=report.pk), people["vera"], version=seen
    )
    assert (run.done, run.refused) == ([], "forward")


def test_what_needs_approval_is_proposed_only(report, people):  # noqa: F811
    forward(report, people)
    do(report, "start", people["hana"], text="Mulai")
    Agency.objects.filter(code="perkim").update(approves_answers=True)
    report = queries.report_by_number(report.tracking_id)
    row = macro(people["hana"], {"act": "answer", "text": "Sudah diganti", "outcome": "solved"})
    run = run_macro(row, report, people["hana"], version=report.version)
    assert run.done[0].taken.entry.act == "propose"
    assert Report.objects.get(pk=report.pk).state == "in_progress"


def test_the_preview_says_all_and_changes_nothing(report, people, caught_up):  # noqa: F811
    caught_up()
    vera = people["vera"]
    row = macro(vera, verify_and_forward(text="Mohon segera"), {"act": "start", "text": "Kami mulai"})
    before = Event.objects.count(), OutboundMessage.objects.count()
    run = preview_macro(row, report, vera)
    assert [(step.row.name, step.taken.entry.state_after) for step in run.done] == [("forward", "forwarded")]
    assert run.refused == "start"
    caught_up()
    assert (Event.objects.count(), OutboundMessage.objects.count()) == before
    assert (Report.objects.get(pk=report.pk).state, acts_of(report)) == ("received", ["file"])


def test_it_fits_by_category_state_and_first_act(report, people):  # noqa: F811
    vera = people["vera"]
    fits = macro(vera, verify_and_forward())
    same_key = macro(None, verify_and_forward(), agency=Agency.objects.get(code="diskominfo"), name="Sama")
    macro(vera, {"act": "start", "text": "x"}, name="Bukan tindakannya")
    macro(vera, verify_and_forward(), name="Lain status", state=State.FORWARDED)
    macro(vera, verify_and_forward(), name="Lain kategori", category=Category.objects.get(code="lampu-jalan-baru"))
    macro(people["hana"], verify_and_forward(), name="Milik orang lain")
    offered = queries.offered_acts(report, officer_actor(vera))
    with CaptureQueriesContext(connection) as ran:
        found = macros_for(report, vera, offered)
    assert [(one.name, one.key) for one in found] == [(fits.name, "1"), (same_key.name, "")]
    assert len(ran) == 1


def test_whose_they_are(root, people):  # noqa: F811
    perkim = Agency.objects.get(code="perkim")
    own = macro(people["landung"], {"act": "work_note", "text": "x"})
    office = macro(None, {"act": "work_note", "text": "x"}, agency=perkim)
    city = macro(None, {"act": "work_note", "text": "x"}, agency=root)

    def names(rows):
        return {one.pk for one in rows}

    assert names(usable_macros(people["landung"])) == {own.pk, office.pk, city.pk}
    assert names(usable_macros(people["lia"])) == {city.pk}
    assert names(editable_macros(people["landung"])) == {own.pk}
    assert names(editable_macros(people["hana"])) == {office.pk}
    assert names(editable_macros(people["vera"])) == {city.pk}


# --- on the pages


def form(**more):
    return {"name": "Lampu ke Perkim", "key": "3", "step0-act": "forward", "step0-publication": "published", **more}


def test_it_is_written_changed_and_removed(people, browser):  # noqa: F811
    vera, perkim = browser("vera"), Agency.objects.get(code="perkim")
    wanted = {"step0-agency": str(perkim.pk), "step1-act": "work_note", "step1-text": "Cek {nomor}"}
    assert vera.post("/konsol/makro/baru", form(**wanted)).status_code == 302
    row = Macro.objects.get()
    assert (row.officer, row.agency, row.key) == (people["vera"], None, "3")
    assert row.steps == [
        {"act": "forward", "publication": "published", "agency": str(perkim.pk)},
        {"act": "work_note", "text": "Cek {nomor}"},
    ]
    assert "Lampu ke Perkim" in vera.get("/konsol/makro/").content.decode()
    url = f"/konsol/makro/{row.pk}"
    ResponseTemplate.objects.create(act="start", name="Kami tangani", agency=people["vera"].agency, text="Halo")
    page = vera.get(url).content.decode()
    assert "Cek {nomor}" in page
    assert ">Kami tangani</option>" in page
    assert vera.post(url, form(key="4", **wanted)).status_code == 302
    row.refresh_from_db()
    assert row.key == "4"
    assert browser("hana").get(url).status_code == 404
    assert browser("hana").post(url, {"do": "remove"}).status_code == 404
    assert vera.post(url, {"do": "remove"}).status_code == 302
    assert not Macro.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"step0-act": ""},
        {"step0-publication": ""},
        {"step0-act": "archive"},
        {"step0-text": "Halo {nama}"},
        {"step0-act": "withdraw"},
        {"key": "x"},
        {"name": ""},
        {"state": "nowhere"},
    ],
)
def test_what_is_wrong_is_said(wrong, browser):
    answer = browser("vera").post("/konsol/makro/baru", form(**wrong))
    assert answer.status_code == 422
    assert not Macro.objects.exists()


def test_an_office_has_its_own_which_leave_an_event(root, people, browser):  # noqa: F811
    perkim = Agency.objects.get(code="perkim")
    steps = {"step0-act": "work_note", "step0-text": "x"}
    assert browser("hana").post("/konsol/makro/baru", form(agency=str(perkim.pk), **steps)).status_code == 302
    assert Event.objects.filter(name="macro.written", actor_id=people["hana"].pk).count() == 1
    assert browser("landung").post("/konsol/makro/baru", form(agency=str(perkim.pk), **steps)).status_code == 422
    assert browser("hana").post("/konsol/makro/baru", form(agency=str(root.pk), **steps)).status_code == 422
    assert browser("vera").post("/konsol/makro/baru", form(agency=str(root.pk), **steps)).status_code == 302
    taken = browser("hana").post("/konsol/makro/baru", form(agency=str(perkim.pk), **steps))
    assert "Tombol ini sudah dipakai makro lain." in taken.content.decode()
    row = Macro.objects.get(agency=perkim)
    browser("hana").post(f"/konsol/makro/{row.pk}", {"do": "remove"})
    assert Event.objects.filter(name="macro.removed").count() == 1


def test_an_office_that_loses_one_to_its_writer_has_an_event(root, people, browser):  # noqa: F811
    perkim, steps = Agency.objects.get(code="perkim"), {"step0-act": "work_note", "step0-text": "x"}
    browser("hana").post("/konsol/makro/baru", form(agency=str(perkim.pk), **steps))
    row = Macro.objects.get(agency=perkim)
    assert browser("hana").post(f"/konsol/makro/{row.pk}", form(agency="", **steps)).status_code == 302
    row.refresh_from_db()
    assert (row.agency_id, row.officer_id) == (None, people["hana"].pk)
    removed = Event.objects.get(name="macro.removed")
    assert (removed.data["macro"], removed.data["agency"]) == (str(row.pk), str(perkim.pk))


def test_there_is_a_most(people, browser):  # noqa: F811
    for _number in range(MOST):
        macro(people["vera"], {"act": "publish"}, key="")
    assert browser("vera").post("/konsol/makro/baru", form()).status_code == 422


def test_a_key_shows_the_effects_and_sending_does_them(report, people, browser):  # noqa: F811
    row, vera = macro(people["vera"], verify_and_forward(text="Mohon segera"), key="5"), browser("vera")
    url = f"/konsol/laporan/{report.tracking_id}"
    page = vera.get(url).content.decode()
    assert f"{url}/makro/{row.pk}" in page
    assert 'data-key="5"' in page
    assert vera.get(f"{url}/makro/{row.pk}")["Location"].startswith(url)  # a page that was only opened locks nothing
    shown = vera.post(f"{url}/makro/{row.pk}").content.decode()
    assert "Mohon segera" in shown
    assert "Belum ditindaklanjuti" in shown
    assert acts_of(report) == ["file"]
    answer = vera.post(f"{url}/makro/{row.pk}", {"version": report.version})
    assert answer["Location"].startswith(url)
    assert acts_of(report) == ["file", "forward"]
    again = vera.post(f"{url}/makro/{row.pk}", {"version": report.version}, follow=True)
    assert "dilakukan dua kali" in again.content.decode()
    assert acts_of(report) == ["file", "forward"]


def test_after_it_the_next_report_of_the_list_is_shown(root, people, browser):  # noqa: F811
    first, second = new_report(root, "Lampu 1"), new_report(root, "Lampu 2")
    row = macro(people["vera"], verify_and_forward())
    url = f"/konsol/laporan/{first.tracking_id}/makro/{row.pk}?queue=mine"
    answer = browser("vera").post(url, {"version": first.version})
    assert answer["Location"] == f"/konsol/laporan/{second.tracking_id}?queue=mine"


def test_others_macros_and_others_reports_are_not_found(report, people, browser):  # noqa: F811
    url = f"/konsol/laporan/{report.tracking_id}/makro/"
    assert browser("vera").post(f"{url}{macro(people['hana'], {'act': 'publish'}).pk}").status_code == 404
    own = macro(people["lia"], {"act": "work_note", "text": "x"})
    forward(report, people)
    for ask in (browser("lia").get, browser("lia").post):
        assert ask(f"{url}{own.pk}").status_code == 404


def test_many_reports_at_once(root, people, browser):  # noqa: F811
    reports = [new_report(root, f"Lampu {n}") for n in range(3)]
    row, vera = macro(people["vera"], verify_and_forward(), {"act": "work_note", "text": "Cek"}), browser("vera")
    assert str(row.pk) in vera.get("/konsol/?queue=mine").content.decode()
    sent = {"macro": str(row.pk), "report": [one.tracking_id for one in reports]}
    shown = vera.post("/konsol/banyak/makro?queue=mine", sent).content.decode()
    assert shown.count('name="version_') == 3
    assert {one.state for one in Report.objects.filter(pk__in=[one.pk for one in reports])} == {"received"}
    do(reports[0], "ask", people["vera"], text="Di mana?")
    versions = {f"version_{one.tracking_id}": one.version for one in reports}
    vera.post("/konsol/banyak/makro?queue=mine", {**sent, **versions, "confirm": "1"})
    assert [acts_of(one)[-1] for one in reports] == ["ask", "work_note", "work_note"]
    assert vera.post("/konsol/banyak/makro", {**sent, "macro": "x"}).status_code == 302


@pytest.fixture
def unlike(root, people):  # noqa: F811
    """Of a note and a forward: all of it is possible, the first act alone, nothing (it changed since it was chosen)."""
    whole, partly, none = (new_report(root, f"Lampu {n}") for n in range(3))
    asked = do(partly, "ask", people["vera"], text="Di mana?").report
    versions = {f"version_{one.tracking_id}": one.version for one in (whole, asked, none)}
    do(none, "ask", people["vera"], text="Di mana?")
    return (whole, partly, none), versions


def test_of_many_each_says_what_was_done_and_where_it_stopped(unlike, people):  # noqa: F811
    reports, versions = unlike
    row = macro(people["vera"], {"act": "work_note", "text": "Cek"}, verify_and_forward())
    chosen = chosen_reports(people["vera"], [one.tracking_id for one in reports])
    runs = {run.report.pk: run for run in run_on_each(row, chosen, versions, by=people["vera"])}
    found = [([step.row.name for step in runs[one.pk].done], runs[one.pk].refused) for one in reports]
    assert found == [(["work_note", "forward"], ""), (["work_note"], "forward"), ([], "work_note")]
    assert all(runs[one.pk].reason for one in reports[1:])


def test_the_page_after_many_names_what_was_done_in_part_apart_from_not_at_all(unlike, people, browser):  # noqa: F811
    reports, versions = unlike
    whole, partly, none = reports
    row = macro(people["vera"], {"act": "work_note", "text": "Cek"}, verify_and_forward())
    sent = {"macro": str(row.pk), "report": [one.tracking_id for one in reports], **versions, "confirm": "1"}
    answer = browser("vera").post("/konsol/banyak/makro", sent, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert said[0] == f"1 laporan: Lampu ke Perkim. {show_tracking_id(whole.tracking_id)}"
    assert said[1].startswith(f"Tidak dilakukan, periksa satu per satu: {show_tracking_id(none.tracking_id)}: ")
    assert said[2].startswith(f"Dilakukan sebagian, periksa satu per satu: {show_tracking_id(partly.tracking_id)}: ")
    assert "dilakukan: Catatan internal, berhenti pada “Verifikasi dan teruskan”: " in said[2]
    assert (len(said), show_tracking_id(whole.tracking_id) in " ".join(said[1:])) == (3, False)


def test_many_sent_again_say_what_was_done_the_first_time(unlike, people):  # noqa: F811
    reports, versions = unlike
    row = macro(people["vera"], {"act": "work_note", "text": "Cek"}, verify_and_forward())
    for _time in range(2):
        chosen = chosen_reports(people["vera"], [reports[1].tracking_id])
        (run,) = run_on_each(row, chosen, versions, by=people["vera"])
        assert (run.acts_done, run.refused) == (["Catatan internal"], "forward")
    assert acts_of(reports[1]) == ["file", "ask", "work_note"]


def test_of_many_those_that_have_gone_on_meanwhile_are_named(root, people, browser):  # noqa: F811
    reports = [new_report(root, f"Lampu {n}") for n in range(2)]
    row = macro(people["vera"], verify_and_forward())
    do(reports[0], "archive", people["vera"], archive_reason="spam", text="Iklan")
    sent = {"macro": str(row.pk), "report": [one.tracking_id for one in reports], "confirm": "1"}
    answer = browser("vera").post("/konsol/banyak/makro", sent, follow=True)
    assert str(reports[0]) in str(list(answer.context["messages"])[1])


def test_before_many_it_is_said_that_only_the_first_act_was_looked_at(root, people, browser):  # noqa: F811
    sent = {"report": [new_report(root, "Lampu").tracking_id]}
    for steps, is_said in (([verify_and_forward()], False), ([verify_and_forward(), {"act": "publish"}], True)):
        row = macro(people["vera"], *steps, key="")
        shown = browser("vera").post("/konsol/banyak/makro", {**sent, "macro": str(row.pk)}).content.decode()
        assert ("Baru tindakan pertama yang diperiksa" in shown) == is_said
