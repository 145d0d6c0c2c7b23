"""How each figure of the statistics is counted, in words; beside the figures on every page of them."""

from django.utils.translation import gettext as _


def formulas() -> list[dict[str, str]]:
    """How each figure is counted, in words a reader can check."""
    return [
        {
            "id": "received",
            "label": _("Received"),
            "text": _("Reports filed in the period, through any channel, imported ones included."),
        },
        {
            "id": "late-now",
            "label": _("Late now"),
            "text": _(
                "Reports whose deadline for the answer has passed without one, or which nobody has checked though the"
                " deadline for that has passed, as of now, whenever they were filed. What waits for its reporter is not"
                " late meanwhile."
            ),
        },
        {
            "id": "in-time",
            "label": _("Answered in time"),
            "text": _(
                "Of the reports filed in the period that have an answer or should have one by now: those answered"
                " before their resolution deadline, in per cent, rounded down. What is late and unanswered counts as"
                " not in time. Imported reports have no deadline and are left out."
            ),
        },
        {
            "id": "repeated-words",
            "label": _("Answers in repeated words"),
            "text": _(
                "Of the reports filed in the period that have an answer: those whose last answer the office had sent"
                " word for word on at least three other reports in the 90 days before, in per cent, rounded down. Case,"
                " punctuation and spaces make no difference. Answers of before this was counted are not compared."
            ),
        },
        {
            "id": "evidence",
            "label": _("Evidence taken in the app"),
            "text": _(
                "Of the reports filed in the period whose answer stands with photos of the result: those whose"
                " photos were all taken with the app's camera against a word that was given out for it, in per cent,"
                " rounded down. Beside them those that went out though there was something to ask about a photo: it"
                " looks like one of this or another report, is older than the report, was taken elsewhere, or says"
                " that a machine made it; with a reason it may. Shown from 30 such answers on. Photos of before this"
                " was asked, and of answers that were rejected, are not counted."
            ),
        },
        {
            "id": "confirmed",
            "label": _("Confirmed solved"),
            "text": _(
                "Reports filed in the period whose reporter confirmed the solution, as they stand now; in per cent of"
                " all that were closed: confirmed, closed without confirmation or with nobody to ask, archived,"
                " referred outside. What was merged counts with the report that it goes on with."
            ),
        },
        {
            "id": "unconfirmed",
            "label": _("Closed without confirmation"),
            "text": _(
                "Reports filed in the period that were answered while the reporter said nothing until the time to"
                " confirm was over. They never count as solved."
            ),
        },
        {
            "id": "unreachable",
            "label": _("Closed, nobody to ask"),
            "text": _(
                "Reports filed in the period that were answered and closed at once, because the reporter left no way to"
                " be asked."
            ),
        },
        {
            "id": "asked",
            "label": _("Asked by another office: solved"),
            "text": _(
                "Of the reports filed in the period whose reporter an officer of another office asked, and who said"
                " something: those who said that it is solved, in per cent, rounded down. The sample is drawn by a seed"
                " that anybody can look up. Told from 30 answers up; what the reporters say by themselves stands apart."
            ),
        },
        {
            "id": "archived",
            "label": _("Archived"),
            "text": _("Reports filed in the period that were not handled, for a reason of the closed list."),
        },
        {
            "id": "referred",
            "label": _("Referred outside"),
            "text": _("Reports filed in the period that another government or body is responsible for."),
        },
        {
            "id": "open",
            "label": _("Still open"),
            "text": _(
                "Received minus confirmed, closed without confirmation, closed with nobody to ask, archived, merged,"
                " referred. Confidential and protected reports are in none of these figures."
            ),
        },
        {
            "id": "hidden",
            "label": _("Confidential"),
            "text": _(
                "Confidential and protected reports of the whole city, which are in no other figure: those of months"
                " that are over, and that had at least five of them. By office or area they are not counted."
            ),
        },
    ]


def stage_words() -> dict[str, tuple[str, str]]:
    """Name and meaning of each stage."""
    return {
        "verify": (_("Verification"), _("From filing to the day it first went to an office.")),
        "response": (_("First response"), _("From the day it first went to an office to its first public word.")),
        "answer": (_("The answer"), _("From the day it first went to an office to its last answer.")),
        "whole": (_("Start to finish"), _("From filing to the last answer: what people wait.")),
    }
