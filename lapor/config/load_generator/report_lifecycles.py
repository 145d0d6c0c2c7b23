"""One made-up report from filing to where it stands today: rows in memory, by the workflow's table, the clocks' rules
and the ledger's hashes.

Used by loading.py. Nothing is written and nothing asked of the database here.
"""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random

from django.conf import settings

from lapor.agencies.models import Agency, Area, Category
from lapor.agencies.queries import Rules
from lapor.config.load_generator import word_model
from lapor.config.load_generator.act_contents import Moment, data_for
from lapor.config.load_generator.lifecycle_data import ASIDE, CHANNELS, ENDINGS, KINDS, START, Step
from lapor.core.ids import receipt_code, tracking_id
from lapor.intake.filing.actions import TITLE_LENGTH, submission_hash
from lapor.intake.filing.fields import PLACE_LINES
from lapor.intake.models import Submission
from lapor.ledger.chain import EMPTY, Content, event_hash
from lapor.reporters.models import ContactPoint, Reporter
from lapor.reporters.rows import reporter_rows
from lapor.reports.deadlines.escalation import reached, steps_for
from lapor.reports.deadlines.timers import DeadlineTimers, next_wait_reminder
from lapor.reports.history.recording import compose
from lapor.reports.models import Assignment, Clock, Entry, Feedback, Proposal, Report
from lapor.reports.provenance import Provenance
from lapor.reports.publication import find_in_entry, find_in_report
from lapor.reports.queries import receipt_hash
from lapor.reports.vocabulary import ActName, Audience, ClockKind, Publication, State
from lapor.reports.workflow import proposals
from lapor.reports.workflow import table as workflow
from lapor.reports.workflow.act import CLOSED, HOLDER, RETURN, SAME, Act
from lapor.reports.workflow.acting import SYSTEM, ActData, Actor, reporter_actor

MARK: Provenance = {"made_up": True}  # in every event and in the report's provenance
# it was forwarded at once
AFTER_URGENT = frozenset(
    {ActName.START, ActName.RESPOND, ActName.ANSWER, ActName.CONFIRM, ActName.RATE, ActName.LAPSE, ActName.REJECT}
)
ARCHIVED_BECAUSE: dict[str, str] = {ActName.ARCHIVE: "", ActName.EXPIRE: "incomplete", ActName.WITHDRAW: "withdrawn"}
SPREAD = 0.9  # how much the times between two acts vary


@lru_cache(maxsize=2000)
def _row(name: str, state: str | None, role: str, is_protected: bool) -> tuple[Act, bool]:
    """The table's row, and whether these hands need approval where the row wants it.

    Of answers the one without an objection, of rejections that of the first time."""
    roles = workflow.acting_as(role, is_protected=is_protected)
    rows = workflow.rows_for(name, state, roles)
    row = rows[-1] if name in {ActName.ANSWER, ActName.REJECT} else rows[0]
    return row, bool(row.approver) and row.approver not in roles


@dataclass(frozen=True)
class City:
    """What all reports share: offices, people, places, rules, and the moment until which things happened."""

    root: Agency
    rules: Rules
    until: datetime
    categories: list[Category]
    category_weights: list[float]
    villages: list[Area]
    village_weights: list[float]
    district_offices: dict[str, Agency]
    triage: list[Actor]
    head: Actor
    liaisons: dict[uuid.UUID, Actor]
    protectors: dict[uuid.UUID, Actor]


@dataclass
class Life:
    """A report and all its rows."""

    city: City
    random: Random
    report: Report
    clocks: list[Clock] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    events: list[tuple[Content, bytes]] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    feedback: Feedback | None = None
    reporter: Reporter | None = None
    points: list[ContactPoint] = field(default_factory=list)
    submission: Submission | None = None

    def act(self, name: str, actor: Actor, at: datetime, data: ActData) -> bool:
        """One act, by approval where the table wants it; False where it lies in the future."""
        if at >= self.city.until:
            return False
        row, by_approval = _row(name, self.report.state or None, actor.role, self.report.is_protected)
        agency = self.report.agency
        if by_approval and (row.approval is None or (agency is not None and agency.approves_answers)):
            return self._by_approval(row, actor, at, data)
        self._apply(row, actor, at, data, {})
        return True

    def _by_approval(self, row: Act, actor: Actor, at: datetime, data: ActData) -> bool:
        report = self.report
        propose = Act(ActName.PROPOSE, row.sources, SAME, row.actors, audience=Audience.INTERNAL)
        entry = self._record(propose, actor, at, data, report.state, {"act": row.name})
        entry.details["act"] = row.name
        report.version += 1
        assert actor.officer is not None  # noqa: S101 - only officers' rows have an approver
        proposal = Proposal(
            id=self.new_id(at),
            report=report,
            entry=entry,
            act=row.name,
            approver=row.approver,
            data=proposals.to_json(data),
            officer=actor.officer,
            proposed_at=at,
        )
        self.proposals.append(proposal)
        decided_at = at + timedelta(hours=self.random.uniform(1, 20))
        report.approver = row.approver if decided_at >= self.city.until else ""
        if not report.has_proposal:
            proposal.status, proposal.decided_by, proposal.decided_at = (
                Proposal.Status.APPROVED,
                self.city.head.officer,
                decided_at,
            )
            self._apply(row, actor, decided_at, data, {"approved_by": str(self.city.head.id)})
        return not report.has_proposal

    def _apply(self, row: Act, actor: Actor, at: datetime, data: ActData, extra: dict[str, object]) -> None:
        """As reports.actions does, without the looking and the writing."""
        report, before = self.report, self.report.state
        self._change(row.name, actor, data, at)
        report.state = self._target(row)
        if report.state == State.AWAITING_REPORTER != before:
            report.return_state = State.RECEIVED if before == State.RECEIVED else State.IN_PROGRESS
        keeper = DeadlineTimers(report, self.city.root, self.city.rules, at, self.clocks, row.name)
        for verb, kind in row.clocks:
            keeper.apply(verb, kind)
        keeper.settle()
        self.clocks = list(keeper.clocks.values())
        if report.state != before:
            report.state_since = at
            report.closed_at = at if report.state in CLOSED else None
            report.remind_at = next_wait_reminder(report.state, at, at, self.city.rules.calendar)
        report.version += 0 if row.is_quiet or row.name == ActName.FILE else 1
        self._record(row, actor, at, data, before, extra)

    def _target(self, row: Act) -> str:
        report = self.report
        if row.target == HOLDER:
            return State.IN_PROGRESS if report.agency else State.RECEIVED
        if row.target == RETURN:
            return report.return_state or State.RECEIVED
        return report.state if row.target == SAME else row.target

    def _record(
        self, row: Act, actor: Actor, at: datetime, data: ActData, before: str, extra: dict[str, object]
    ) -> Entry:
        report = self.report
        entry, body = compose(report, row, actor, data, at, from_state=before, extra={**extra, **MARK})
        entry.id = self.new_id(at)
        body["entry"] = str(entry.id)
        self.entries.append(entry)
        report.has_unchecked = report.has_unchecked or entry.publication == Publication.PENDING
        previous = self.events[-1][1] if self.events else EMPTY
        content = Content(
            report.pk, "report", len(self.events) + 1, at, f"report.{row.name}", actor.kind, actor.id, body
        )
        self.events.append((content, event_hash(content, previous)))
        return entry

    # --- what acts change besides state and clocks (reports.workflow.effects says it of real ones)

    def _change(self, name: str, actor: Actor, data: ActData, at: datetime) -> None:
        report = self.report
        if name in {ActName.START, ActName.ANSWER} or (name == ActName.ASK and report.state != State.RECEIVED):
            report.first_response_at = report.first_response_at or at
        if name in {ActName.ANSWER, ActName.OUTSIDE_ANSWER, ActName.REJECT}:
            report.outcome, report.answered_at = data.outcome, at if data.outcome else None
        report.rejections += name == ActName.REJECT
        if name in {ActName.REFUSE, ActName.REFER, ActName.MERGE, ActName.WITHDRAW}:
            self._let_go(at, was_refused=name == ActName.REFUSE)
        if name in ARCHIVED_BECAUSE:
            report.archive_reason, report.archived_by = ARCHIVED_BECAUSE[name] or data.archive_reason, actor.officer
        if name == ActName.FORWARD:
            self._hand_over(data, at)
        elif name == ActName.MERGE:
            report.parent = data.parent
        elif name == ActName.SCHEDULE:
            report.promised_on = data.promised_on
        elif name == ActName.PUBLISH:
            report.publication = "published"
        elif name == ActName.RATE:
            self.feedback = Feedback(report=report, rating=data.rating, text=data.text, at=at)

    def _hand_over(self, data: ActData, at: datetime) -> None:
        report, agency = self.report, data.agency
        assert agency is not None  # noqa: S101 - lifecycle_data.py gives it
        report.category = data.category or report.category
        if data.publication:
            report.publication = data.publication if report.visibility == "public" else "withheld"
        report.published_text = data.published_text or report.published_text
        self.assignments.append(
            Assignment(
                id=self.new_id(at),
                report=report,
                from_agency=report.agency,
                to_agency=agency,
                reason=data.text,
                began_at=at,
            )
        )
        report.agency, report.held_since = agency, at

    def _let_go(self, at: datetime, *, was_refused: bool) -> None:
        report = self.report
        if self.assignments and self.assignments[-1].ended_at is None:
            self.assignments[-1].ended_at, self.assignments[-1].was_refused = at, was_refused
        report.agency = report.held_since = None
        report.refusals += was_refused

    def new_id(self, at: datetime) -> uuid.UUID:
        return id_of(at, self.random)

    def say_reminders(self) -> None:
        """What the sweeps would have said by now is taken as said; they need not go over years of old deadlines."""
        until = self.city.until
        for clock in self.clocks:
            if clock.remind_at is not None and clock.remind_at <= until:
                steps = steps_for(clock, self.report, self.city.rules)
                clock.reminded = reached(steps, until)
                clock.remind_at = steps[clock.reminded].at if clock.reminded < len(steps) else None
        report = self.report
        if report.remind_at is not None and report.remind_at <= until:
            report.remind_at = next_wait_reminder(report.state, report.state_since, until, self.city.rules.calendar)


def id_of(at: datetime, random: Random) -> uuid.UUID:
    """A UUIDv7 of that moment."""
    bits = random.getrandbits(74)
    return uuid.UUID(
        int=int(at.timestamp() * 1000) << 80 | 0x7 << 76 | (bits >> 62) << 64 | 0b10 << 62 | bits & (1 << 62) - 1
    )


def file_life(city: City, random: Random, at: datetime, number: int) -> Life:
    """A new report under the `number`-th tracking number."""
    category = random.choices(city.categories, cum_weights=city.category_weights)[0]
    village = random.choices(city.villages, cum_weights=city.village_weights)[0]
    text = word_model.complaint(random, category.group_code, category.name, village.name)
    is_secret = category.is_protected or random.random() < ASIDE["confidential"]
    key = f"made-up-{id_of(at, random)}"
    report = Report(
        id=id_of(at, random),
        tracking_id=tracking_id(number, settings.NUMBERS_KEY),
        root=city.root,
        salt=random.randbytes(16),
        filed_at=at,
        receipt_hash=receipt_hash(receipt_code(settings.RECEIPT_CODES_KEY, key)),
        kind=random.choices(*KINDS)[0],
        state="",
        state_since=at,
        identity="anonymous" if random.random() < ASIDE["anonymous"] else "named",
        visibility="confidential" if is_secret else "public",
        publication="withheld" if is_secret else "pending",
        urgency="urgent" if category.is_urgent else "normal",
        is_protected=category.is_protected,
        title=text[:TITLE_LENGTH],
        text=text,
        category=category,
        area=village,
        **{name: word_model.address(random) for name in PLACE_LINES},
        latitude=round(village.latitude + random.gauss(0, 0.004), 6),
        longitude=round(village.longitude + random.gauss(0, 0.004), 6),
        channel=random.choices(*CHANNELS)[0],
        provenance=MARK,
    )
    life = Life(city, random, report)
    if random.random() < ASIDE["known"]:
        _introduce(life, at)
    life.submission = Submission(id=life.new_id(at), key=submission_hash(key), report=report)
    life.act(ActName.FILE, reporter_actor(None), at, ActData(text=text))
    return life


def _introduce(life: Life, at: datetime) -> None:
    random = life.random
    email, phone = (
        (f"warga{random.randrange(10**9)}@contoh.example", "")
        if random.random() < 0.4  # noqa: PLR2004
        else ("", f"0899{random.randrange(10**8):08d}")
    )
    life.reporter, life.points = reporter_rows(
        name=word_model.person(random), email=email, phone=phone, language="id", at=at
    )
    life.reporter.id = life.new_id(at)
    for point in life.points:
        point.id, point.reporter = life.new_id(at), life.reporter
    life.report.reporter = life.reporter


def live(life: Life, earlier: list[Life]) -> None:
    """Bring it as far as its story goes before today. `earlier`: those that it may be merged into."""
    report, random = life.report, life.random
    steps: tuple[Step, ...] = random.choices(*ENDINGS)[0]
    at = report.filed_at
    agency = _responsible(life)
    category = report.category
    if category is not None and category.is_urgent and category.agency_id and not category.by_area:
        life.act(ActName.FORWARD, SYSTEM, at, ActData(category=category, agency=agency, publication=report.publication))
        steps = tuple(step for step in steps if step.act in AFTER_URGENT) if START in steps else ()
        if report.visibility == "public":
            steps = (Step(ActName.PUBLISH, "triage", 2), *steps)
    for step in steps:
        at = _when(life, step, at)
        moment = Moment(
            report, random, life.city.categories, life.city.until, agency, [one.report for one in earlier[-200:]]
        )
        data = data_for(step.act, moment)
        if data is None or not life.act(step.act, _who(life, step.who, agency), at, data):
            break
        at = max(at, report.state_since)  # an approval came later
    report.findings = find_in_report(report, ())  # as when words are written: else each page would look for them
    for entry in life.entries:
        if entry.publication == Publication.PENDING:
            entry.findings = find_in_entry(entry.text, ())
    life.say_reminders()


def _responsible(life: Life) -> Agency:
    category, area = life.report.category, life.report.area
    assert category is not None  # noqa: S101 - made above
    if category.by_area and area is not None and area.parent_id in life.city.district_offices:
        return life.city.district_offices[area.parent_id]
    return category.agency or life.city.root


def _who(life: Life, who: str, agency: Agency) -> Actor:
    city = life.city
    if who == "triage":
        return life.random.choice(city.triage)
    if who == "liaison":
        return city.protectors[agency.pk] if life.report.is_protected else city.liaisons[agency.pk]
    return SYSTEM if who == "time" else reporter_actor(life.report.reporter_id)


def _when(life: Life, step: Step, at: datetime) -> datetime:
    """After a time of the step's usual length; what time itself does comes when a deadline is over."""
    if step.act == ActName.LAPSE:
        confirmation = next(clock for clock in life.clocks if clock.kind == ClockKind.CONFIRMATION)
        return confirmation.due_at + timedelta(minutes=life.random.uniform(1, 60))
    if step.act == ActName.EXPIRE:
        calendar = life.city.rules.calendar
        return calendar.closing(calendar.nth_working_day(calendar.local(at).date(), 11)) + timedelta(
            minutes=life.random.uniform(1, 60)
        )
    return at + timedelta(hours=step.hours * life.random.lognormvariate(-SPREAD * SPREAD / 2, SPREAD))
