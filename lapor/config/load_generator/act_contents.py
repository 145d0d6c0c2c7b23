"""What the acts of a made-up report carry: words, outcome, parent, where they need it. None: its story ends before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from lapor.agencies.models import Agency, Category
from lapor.config.load_generator import word_model
from lapor.config.load_generator.lifecycle_data import ASIDE
from lapor.reports.models import Report
from lapor.reports.vocabulary import OUTCOMES_OF_KIND, ActName, State
from lapor.reports.workflow.acting import ActData


@dataclass(frozen=True)
class Moment:
    """A report before its next act; `earlier`: those that it may be merged into."""

    report: Report
    random: Random
    categories: Sequence[Category]
    until: datetime
    agency: Agency
    earlier: Sequence[Report]


def data_for(act: str, now: Moment) -> ActData | None:
    maker = _DATA.get(act)
    return maker(now) if maker else ActData()


def _forward(now: Moment) -> ActData:
    chance = now.random.random()
    masked = now.report.text.replace("Jalan", "…") if chance < ASIDE["masked"] else ""
    publication = "withheld" if chance > 1 - ASIDE["withheld"] else "published"
    return ActData(category=now.report.category, agency=now.agency, publication=publication, published_text=masked)


def _said(*texts: str) -> Callable[[Moment], ActData]:
    return lambda now: ActData(text=now.random.choice(texts))


def _answer(now: Moment) -> ActData:
    outcomes = OUTCOMES_OF_KIND[now.report.kind]
    return ActData(
        text=now.random.choice(word_model.ANSWERS),
        outcome=now.random.choices(outcomes, [8, *[1] * (len(outcomes) - 1)])[0],
    )


def _refuse(now: Moment) -> ActData:
    other = now.random.choice(now.categories).agency or now.report.root
    return ActData(text="Bukan kewenangan kami, mohon diteruskan ke dinas terkait.", proposed_agency=other)


def _archive(now: Moment) -> ActData:
    reason = now.random.choice(("incomplete", "spam", "not_public_service", "not_public_service", "test", "too_old"))
    return ActData(archive_reason=reason, text="Laporan ini tidak dapat kami tindaklanjuti.")


def _merge(now: Moment) -> ActData | None:
    report = now.report
    for parent in reversed(now.earlier):
        same = (
            parent.category_id == report.category_id
            and parent.visibility == report.visibility
            and not parent.is_protected
        )
        if same and parent.state not in {State.MERGED, State.ARCHIVED}:
            if report.filed_at < now.until - timedelta(days=30):
                parent.children_count += 1
                return ActData(parent=parent, text="Laporan yang sama sudah ditangani.")
            return None
    return None


def _schedule(now: Moment) -> ActData:
    promised = (now.report.state_since + timedelta(days=now.random.choice((30, 60, 120, 300)))).date()
    return ActData(text="Menunggu pengadaan bahan; dikerjakan sesuai jadwal.", promised_on=promised)


_DATA: dict[str, Callable[[Moment], ActData | None]] = {
    ActName.FORWARD: _forward,
    ActName.START: _said(*word_model.RESPONSES),
    ActName.RESPOND: _said(*word_model.PROGRESS),
    ActName.ANSWER: _answer,
    ActName.REFUSE: _refuse,
    ActName.ASK: _said("Di sebelah mana lokasinya? Mohon sebutkan patokan.", "Boleh kirim foto dan nomor tiangnya?"),
    ActName.REPLY: _said("Di sebelah kiri jalan, depan warung.", "Sudah saya kirim lagi keterangannya."),
    ActName.ARCHIVE: _archive,
    ActName.MERGE: _merge,
    ActName.REFER: lambda _now: ActData(destination="PLN", text="Ditangani PLN, laporan Anda kami teruskan."),
    ActName.OUTSIDE_ANSWER: lambda _now: ActData(text="PLN sudah memperbaiki.", source="PLN", outcome="partly"),
    ActName.REJECT: _said("Belum selesai, masih sama seperti kemarin.", "Baru sehari sudah rusak lagi."),
    ActName.SCHEDULE: _schedule,
    ActName.RATE: lambda now: ActData(rating=now.random.choice((1, 2, 3, 4, 4, 5, 5, 5))),
}
