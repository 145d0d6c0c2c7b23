"""One of each row that an address of the console names, in a city as in life; and every address that there is."""

from dataclasses import asdict

from lapor.agencies.callback_rules import CallbackRules
from lapor.agencies.models import Agency, Category, Team
from lapor.casework.models import CallbackCase, CallbackDraw, Macro, ResponseTemplate
from lapor.console.registry import SCREENS
from lapor.core import clock
from lapor.core.ids import new_id
from lapor.intake.imports import runs
from lapor.reports.models import Attachment, Report
from lapor.reports.vocabulary import ActName
from lapor.triage.incidents import Declaration, declare_incident
from tests.intake.test_table_import import ROW, as_csv, check
from tests.reports.conftest import do, do_as_reporter, forward, new_report, photo

WITHOUT = new_id()  # of rows that an address only acts on: it shows no page


class ConsoleRows:
    """`of` gives what fills an address, by its name: once for each row that stands behind it."""

    def __init__(self, root, people, reports):
        self._root, self._people = root, people
        note = next(one for report in reports for one in report.entries.filter(act=ActName.NOTE))
        photos = Attachment.objects.filter(report__in=reports).values_list("pk", flat=True)
        team = Team.objects.create(agency=people["hana"].agency, name=f"Regu {new_id()}")
        team.members.set([people["landung"], people["hana"]])
        self._macros = self._macros_of_each()
        self.of = {
            "team": [{"pk": team.pk}],
            "macro": [{"pk": macro.pk} for macro in self._macros],
            "move_entry": [{"entry_id": note.pk}],
            "merge_incident": [{"incident_id": self._incident().pk}],
            "template": [{"pk": self._template().pk}],
            "import": [{"run_id": self._import().pk}],
            "import_faults": [{"run_id": check(self._import()).pk}],
            "mask_photo": [{"attachment_id": photos[0]}],
            "callback_case": [{"case_id": self._case(self._people[name]).pk} for name in ("lia", "walikota")],
            "unblock": [{"conversation_id": WITHOUT}],
            "page": [{"name": name, "language": "id"} for name in ("privasi", "tentang")],
            "run_macro": [
                {"number": report.tracking_id, "pk": macro.pk} for macro in self._macros for report in reports
            ],
            "act_form": [
                {"number": report.tracking_id, "act": act} for report in reports for act in ("work_note", "forward")
            ],
            "write": [{"number": report.tracking_id, "act": act} for report in reports for act in ("start", "answer")],
        }
        self._numbers = [{"number": report.tracking_id} for report in reports]

    def filling(self, name, names):
        """What to fill the address of this name with, which has these names in it."""
        if not names:
            return [{}]
        return self._numbers if names == {"number"} else self.of[name]

    def _macros_of_each(self):
        lamp, perkim = Category.objects.get(code="lampu-jalan-baru"), Agency.objects.get(code="perkim")
        note = {"act": "work_note", "text": "Cek {nomor}"}
        onward = {"act": "forward", "publication": "published", "category": str(lamp.pk), "agency": str(perkim.pk)}
        working = [note, {"act": "start", "text": "Kami mulai"}, {"act": "respond", "text": "Sedang dikerjakan"}, note]
        steps = {"vera": [note, {"act": "publish"}, onward, note], "hana": working, "landung": working}
        return [
            Macro.objects.create(
                officer=self._people[name], name=f"Makro {new_id()}", steps=steps.get(name, [note, note])
            )
            for name in ("vera", "hana", "landung", "kepala", "wening")
        ]

    def _incident(self):
        lamps = [Category.objects.get(code="lampu-jalan-mati")]
        declared = Declaration("Listrik padam", "Seluruh kota", lamps, begins_at=clock.now())
        return declare_incident(declared, by=self._people["walikota"])

    def _template(self):
        agency = Agency.objects.get(code="perkim")
        return ResponseTemplate.objects.create(act="start", name="Kami tangani", agency=agency, text="Halo {nomor}")

    def _import(self):
        run = runs.begin_run(
            as_csv(ROW, ["A-2", "besok", *ROW[2:]]), "aduan.csv", by=self._people["ade"], root=self._root
        )
        runs.look_at_file(run.pk)
        return run

    def _case(self, officer):
        report = forward(new_report(self._root, "Lampu padam", phone="081234567890"), self._people).report
        do(report, "answer", self._people["hana"], text="Sudah diganti", outcome="solved", photos=(photo(),))
        do_as_reporter(report, "confirm")
        draw, _is_new = CallbackDraw.objects.get_or_create(
            root=self._root,
            month=clock.now().date().replace(day=1),
            defaults={
                "head_day": clock.now().date(),
                "head": "0" * 64,
                "seed": "0" * 64,
                "rules": asdict(CallbackRules()),
                "frame": [],
                "size": 1,
                "drawn_at": clock.now(),
            },
        )
        place = CallbackCase.objects.filter(draw=draw).count() + 1
        return CallbackCase.objects.create(
            draw=draw, report=Report.objects.get(pk=report.pk), place=place, officer=officer
        )


def pages_of(rows):
    """Every address of every screen, with the name of it."""
    for screen in SCREENS:
        for url in screen.urls:
            for filling in rows.filling(url.name, set(url.pattern.converters)):
                yield url.name, filling
