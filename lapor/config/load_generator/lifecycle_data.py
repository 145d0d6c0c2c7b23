"""How the lives of made-up reports go, as data: which acts, by whom, after how many hours, and how often.

Used by report_lifecycles.py."""

from dataclasses import dataclass

from lapor.reports.vocabulary import ActName


@dataclass(frozen=True)
class Step:
    """An act, who takes it (triage, liaison, reporter, time) and the hours after the step before, on average."""

    act: str
    who: str
    hours: float = 0


FORWARD, START, PROGRESS = (
    Step(ActName.FORWARD, "triage", 8),
    Step(ActName.START, "liaison", 30),
    Step(ActName.RESPOND, "liaison", 60),
)
ANSWER, CONFIRM, RATE = (
    Step(ActName.ANSWER, "liaison", 100),
    Step(ActName.CONFIRM, "reporter", 40),
    Step(ActName.RATE, "reporter", 1),
)
LAPSE, ASK, REPLY, REJECT = (
    Step(ActName.LAPSE, "time"),
    Step(ActName.ASK, "triage", 10),
    Step(ActName.REPLY, "reporter", 30),
    Step(ActName.REJECT, "reporter", 30),
)

_STORIES: tuple[tuple[float, tuple[Step, ...]], ...] = (
    (18, (FORWARD, START, ANSWER, CONFIRM)),
    (9, (FORWARD, START, ANSWER, CONFIRM, RATE)),
    (8, (FORWARD, START, PROGRESS, ANSWER, CONFIRM, RATE)),
    (27, (FORWARD, START, ANSWER, LAPSE)),
    (4, (FORWARD, START, PROGRESS, ANSWER, LAPSE)),
    (4, (ASK, REPLY, FORWARD, START, ANSWER, LAPSE)),
    (2, (FORWARD, Step(ActName.ASK, "liaison", 20), REPLY, PROGRESS, ANSWER, CONFIRM)),
    (4, (ASK, Step(ActName.EXPIRE, "time"))),
    (6, (Step(ActName.ARCHIVE, "triage", 12),)),
    (1, (Step(ActName.WITHDRAW, "reporter", 20),)),
    (3, (Step(ActName.REFER, "triage", 20),)),
    (1, (Step(ActName.REFER, "triage", 20), Step(ActName.OUTSIDE_ANSWER, "triage", 300), LAPSE)),
    (5, (Step(ActName.MERGE, "triage", 15),)),
    (3, (FORWARD, START, ANSWER, REJECT, ANSWER, CONFIRM)),
    (3, (FORWARD, Step(ActName.REFUSE, "liaison", 5), FORWARD, START, ANSWER, LAPSE)),
    (1.5, (FORWARD, START, Step(ActName.SCHEDULE, "liaison", 60))),
    (1, (FORWARD, START, PROGRESS, PROGRESS)),
    (0.4, (FORWARD,)),
    (0.1, ()),
)
ENDINGS = [steps for _weight, steps in _STORIES], [weight for weight, _steps in _STORIES]
KINDS = ["complaint", "aspiration", "information_request"], [86, 7, 7]
CHANNELS = (
    ["web", "app", "whatsapp", "email", "sms", "telegram", "counter", "phone", "instagram", "x", "facebook", "radio"],
    [36, 20, 20, 4, 4, 4, 3, 3, 2, 2, 1, 1],
)
ASIDE = {"confidential": 0.03, "anonymous": 0.25, "known": 0.55, "masked": 0.03, "withheld": 0.03}
