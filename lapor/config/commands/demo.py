"""`lapor demo --reports N`: accounts, one a role, and invented reports brought to every state through real acts under a
set clock."""

import argparse
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency, Area, Category, Officer
from lapor.agencies.queries import default_agency, jurisdiction, rules_of
from lapor.agencies.roles import Role
from lapor.config.demo_photos import SCENE_OF, street_photo
from lapor.config.demo_texts import ACCOUNTS, NAMES, PROTECTED, QUESTIONS, REPORTS, WHY_ALIKE
from lapor.core import clock
from lapor.intake.files.attachments import store_file
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.cursors import catch_up
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.vocabulary import OUTCOMES_OF_KIND, ActName, State, Visibility
from lapor.reports.workflow.acting import SYSTEM, ActData, Actor, StoredFile, officer_actor, reporter_actor
from lapor.runtime.consumers import CONSUMERS

PLACES = 3  # of each kind of picture: a new one costs the start as much as an upload
PASSWORD = "lapor-demo-2026"  # noqa: S105 - shown on the sign-in page; these accounts exist only where LAPOR_DEMO=1
DAYS_BACK = 150


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reports", type=int, default=200, help="how many reports to make")


def run(args: argparse.Namespace) -> int:
    make_demo(reports=args.reports)
    print(f"{args.reports} reports and {len(ACCOUNTS)} accounts made; the password of all is {PASSWORD}")
    return 0


def make_demo(*, reports: int) -> None:
    """Make what is missing: run again after a crash, it goes on where it stopped (each report has a key of its own)."""
    root = jurisdiction()
    agencies = {agency.code: agency for agency in Agency.objects.filter(path__contains=[root.pk])}
    for username, name, role, agency in ACCOUNTS:
        create_officer(username=username, password=PASSWORD, name=name, agency=agencies[agency], role=Role(role))
    story = DemoScenario(root)
    for number in range(reports):
        story.tell(number)
    catch_up(CONSUMERS)


@dataclass
class Case:
    """One report on its way: what it is about and what time it is for it."""

    id: uuid.UUID
    number: int
    at: datetime
    category: Category
    agency: Agency
    kind: str
    response: str
    answer: str


class DemoScenario:
    """Tells the life of demo reports. Deterministic but for ids and the date of today."""

    def __init__(self, root: Agency) -> None:
        self.root = root
        self.random = random.Random(20261124)  # noqa: S311 - invented data
        self.now = clock.now()
        self.rules = rules_of(root)
        self.categories = {c.code: c for c in Category.objects.filter(root=root).select_related("agency")}
        self.villages = list(Area.objects.filter(root=root, level="village").select_related("parent"))
        self.triage = officer_actor(Officer.objects.select_related("agency__root").get(username="verifikator"))
        self.head = officer_actor(Officer.objects.select_related("agency__root").get(username="pimpinan"))
        self.others = list(Agency.objects.filter(root=root, kind="district").order_by("code")[:2]) or list(
            Agency.objects.filter(root=root)[:2]
        )
        self.liaisons: dict[uuid.UUID, Actor] = {}
        self.pictures: dict[tuple[str, int, bool, int], StoredFile] = {}

        self.endings: tuple[Callable[[Case], None], ...] = (
            self.leave,
            self.wait_for_reporter,
            self.forward,
            self.work,
            self.answer,
            self.confirm,
            self.confirm,
            self.confirm,
            self.lapse,
            self.archive,
            self.refer,
            self.refuse,
            self.reject,
            self.lapse,
            self.answer_late,
            self.confirm,
            self.schedule,
            self.merge,
            self.be_late,
            self.confirm,
            self.reopen,
            self.confirm,
            self.reject_twice,
            self.confirm,
            self.stay_unchecked,
            self.lapse,
            self.confirm,
        )

    def tell(self, number: int) -> None:
        """File report `number` and bring it as far as its ending says."""
        ending = self.endings[number % len(self.endings)]
        fresh = (self.leave, self.forward, self.wait_for_reporter, self.answer, self.work, self.refuse, self.reject)
        age = self.random.uniform(0.1, 6) if ending in fresh else self.random.uniform(25, DAYS_BACK)
        if ending in (self.be_late, self.stay_unchecked):
            age = self.random.uniform(20, 45)
        case = self.file(number, self.now - timedelta(days=age))
        if case is not None:
            ending(case)

    def file(self, number: int, at: datetime) -> Case | None:
        code, kind, text, response, answer = REPORTS[number % len(REPORTS)]
        protected = number % 50 == 49  # noqa: PLR2004 - one in fifty
        village = self.random.choice(self.villages)
        has_mail = number % 3 == 0
        new = NewReport(
            text=PROTECTED if protected else text,
            kind="complaint" if protected else kind,
            submission_key=f"demo-{number}-{self.root.pk}",
            channel=self.random.choice(("web", "web", "app", "web")),
            category=self.categories[code] if number % 5 else None,
            latitude=village.latitude + self.random.uniform(-0.004, 0.004),
            longitude=village.longitude + self.random.uniform(-0.004, 0.004),
            address=f"RT {number % 9 + 1:02d} RW {number % 7 + 1:02d}, {village.name}",
            identity="named" if number % 4 else "anonymous",
            visibility="confidential" if number % 17 == 16 else "public",  # noqa: PLR2004
            name=self.random.choice(NAMES) if number % 4 else "",
            email=f"warga{number}@contoh.example" if has_mail else "",
            photos=self.photos(code, number, is_before=True) if number % 5 else (),
        )
        with clock.at(at):
            filed = file_new_report(new, root=self.root, actor=reporter_actor(None))
        if filed.is_repeat or protected:
            return None
        category = self.categories[code]
        agency = default_agency(category, village) or self.root
        return Case(filed.report.pk, number, at, category, agency, kind, response, answer)

    # --- endings

    def leave(self, case: Case) -> None:
        """Nobody has looked yet."""

    def wait_for_reporter(self, case: Case) -> None:
        self.act(case, ActName.ASK, self.triage, hours=3, text=self.random.choice(QUESTIONS))

    def forward(self, case: Case) -> None:
        self.act(
            case,
            ActName.FORWARD,
            self.triage,
            hours=5,
            category=case.category,
            agency=case.agency,
            publication="published",
        )

    def work(self, case: Case) -> None:
        self.forward(case)
        self.act(case, ActName.START, self.liaison(case), hours=30, text=case.response)

    def answer(self, case: Case) -> None:
        self.work(case)
        self.answer_now(case)

    def answer_now(self, case: Case, *, take: int = 0) -> None:
        photos = self.photos(case.category.code, case.number, is_before=False, take=take)
        if case.category.needs_evidence and not photos:
            photos = (self.picture("paving", case.number, is_before=False, take=take),)
        outcome = OUTCOMES_OF_KIND[case.kind][0]
        self.act(
            case,
            ActName.ANSWER,
            self.liaison(case),
            hours=70,
            text=case.answer,
            outcome=outcome,
            photos=photos,
            photo_reason=WHY_ALIKE if photos else "",
        )

    def confirm(self, case: Case) -> None:
        self.answer(case)
        if self.act(case, ActName.CONFIRM, reporter_actor(None), hours=20):
            self.act(case, ActName.RATE, reporter_actor(None), hours=1, rating=self.random.choice((3, 4, 4, 5, 5)))

    def lapse(self, case: Case) -> None:
        self.answer(case)
        self.act(case, ActName.LAPSE, SYSTEM, hours=24 * 22)

    def reject(self, case: Case) -> None:
        self.answer(case)
        self.act(
            case, ActName.REJECT, reporter_actor(None), hours=12, text="Belum selesai, masih sama seperti kemarin."
        )

    def answer_late(self, case: Case) -> None:
        """Weeks after the deadline; nobody says whether it is solved."""
        self.work(case)
        case.at += timedelta(days=min(40.0, max(0.0, (self.now - case.at).days - 4)))
        self.answer_now(case)

    def be_late(self, case: Case) -> None:
        """With the office, whose deadlines have passed without a word."""
        self.forward(case)

    def stay_unchecked(self, case: Case) -> None:
        """Nobody has looked, and should have."""

    def reopen(self, case: Case) -> None:
        self.confirm(case)
        self.act(case, ActName.REOPEN, reporter_actor(None), hours=24 * 5, text="Rusak lagi setelah hujan kemarin.")

    def reject_twice(self, case: Case) -> None:
        """The head of the city decides who goes on."""
        self.reject(case)
        self.answer_now(case, take=1)  # what was shown before is no new evidence
        self.act(case, ActName.REJECT, reporter_actor(None), hours=12, text="Masih juga belum, sudah dua kali.")

    def archive(self, case: Case) -> None:
        self.act(
            case,
            ActName.ARCHIVE,
            self.triage,
            hours=6,
            archive_reason="not_public_service",
            text="Ini urusan antara Anda dan pihak swasta.",
        )

    def refer(self, case: Case) -> None:
        self.act(
            case,
            ActName.REFER,
            self.triage,
            hours=8,
            destination="PLN",
            text="Jaringan listrik ditangani PLN, laporan Anda kami teruskan.",
        )

    def refuse(self, case: Case) -> None:
        self.forward(case)
        text = "Bukan kewenangan kami; menurut kami ini urusan kecamatan."
        self.act(case, ActName.REFUSE, self.liaison(case), hours=6, text=text, proposed_agency=self.neighbour(case))

    def schedule(self, case: Case) -> None:
        """Proposed by the agency, approved by the head; the date may lie in the past by now."""
        self.work(case)
        promised = (case.at + timedelta(days=self.random.choice((20, 60, 120)))).date()
        reason = "Menunggu pengadaan bahan; dikerjakan sesuai jadwal."
        if self.act(case, ActName.SCHEDULE, self.liaison(case), hours=40, text=reason, promised_on=promised):
            self.act(case, ActName.APPROVE, self.head, hours=3)

    def merge(self, case: Case) -> None:
        """Into another open report, as a duplicate."""
        rows = Report.objects.filter(
            root=self.root, visibility=Visibility.PUBLIC, state__in=[State.RECEIVED, State.FORWARDED]
        )
        parent = rows.exclude(pk=case.id).filter(filed_at__lt=case.at, is_protected=False).order_by("-filed_at").first()
        if parent is not None and Report.objects.filter(pk=case.id, visibility=Visibility.PUBLIC).exists():
            self.act(case, ActName.MERGE, self.triage, hours=4, parent=parent, text="Laporan yang sama.")

    # --- tools

    def neighbour(self, case: Case) -> Agency:
        """Another agency, whom the refusing one believes to be responsible."""
        return self.others[0] if self.others[0].pk != case.agency.pk else self.others[1]

    def act(self, case: Case, name: str, actor: Actor, *, hours: float, **data: object) -> bool:
        """Take an act `hours` later, if that is not in the future; after one that is, none follows."""
        at = case.at + timedelta(hours=hours)
        if at > self.now:
            case.at = self.now
            return False
        with clock.at(at):
            perform_action(case.id, name, actor=actor, data=ActData(**data))  # type: ignore[arg-type]
        case.at = at
        return True

    def liaison(self, case: Case) -> Actor:
        if case.agency.pk not in self.liaisons:
            username = "penghubung" if case.agency.code == "perkim" else f"penghubung-{case.agency.code}"
            officer = Officer.objects.filter(username=username).first() or self._new_liaison(username, case.agency)
            self.liaisons[case.agency.pk] = officer_actor(officer)
        return self.liaisons[case.agency.pk]

    def _new_liaison(self, username: str, agency: Agency) -> Officer:
        officer = Officer(
            username=username, name=f"Penghubung {agency.name}"[:120], agency=agency, role=Role.LIAISON_OFFICER
        )
        officer.set_unusable_password()
        officer.save()
        return officer

    def photos(self, code: str, number: int, *, is_before: bool, take: int = 0) -> tuple[StoredFile, ...]:
        """One where a picture can tell what the category is about."""
        return (self.picture(SCENE_OF[code], number, is_before=is_before, take=take),) if code in SCENE_OF else ()

    def picture(self, scene: str, number: int, *, is_before: bool, take: int = 0) -> StoredFile:
        """The same place before and after; the reports that show it have a row each for one file."""
        key = (scene, number // len(REPORTS) % PLACES, is_before, take)
        if key not in self.pictures:
            drawn = street_photo(scene, key[1], is_before=is_before, take=take)
            self.pictures[key] = store_file(drawn, "foto.jpg")
        return replace(self.pictures[key], id=uuid.uuid4())
