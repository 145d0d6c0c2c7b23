"""How a photo of the result was taken, in the words of every surface (reports.evidence decides it)."""

from django.utils.translation import gettext as _

from lapor.reports.evidence import taken_at
from lapor.reports.models import Attachment
from lapor.ui.times import local_time


def taken_words(file: Attachment) -> str:
    """With the word that everybody can look for in the picture; "" for a file that shows no result, or is older than
    the question."""
    if file.taken == Attachment.Taken.GALLERY:
        return _("Not taken in the app")
    if file.taken != Attachment.Taken.IN_APP or file.capture is None or file.capture.challenge is None:
        return ""
    challenge = file.capture.challenge
    said = {"when": local_time(taken_at(file.capture)), "word": challenge.word}
    if challenge.is_ahead:
        return (
            _(
                "Taken with the app's camera on %(when)s. Word that must be seen in it: %(word)s, given out ahead for"
                " work without a network"
            )
            % said
        )
    return _("Taken with the app's camera on %(when)s. Word that must be seen in it: %(word)s") % said
