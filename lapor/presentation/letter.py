"""A letter on one sheet of A4, as PDF.

Words that the fonts of every PDF reader do not have are written as well as they can be."""

import unicodedata
from typing import TYPE_CHECKING

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from lapor.agencies.models import Agency
from lapor.core import clock

if TYPE_CHECKING:
    from fpdf import FPDF

_MARGIN = 25  # millimetres


def letter_pdf(root: Agency, subject: str, text: str, *, is_ours: bool = True) -> bytes:
    """`is_ours`: from the city, under its name; else from a person, who signs it."""
    from fpdf import FPDF  # noqa: PLC0415 - 50 MB that few requests need

    pdf = FPDF(format="A4")
    pdf.core_fonts_encoding = "cp1252"
    pdf.set_margins(_MARGIN, _MARGIN, _MARGIN)
    pdf.set_auto_page_break(True, margin=_MARGIN)
    pdf.set_title(printable(subject))
    pdf.set_lang("id")
    pdf.add_page()
    pdf.set_font("Helvetica", "B", 14)
    if is_ours:
        _line(pdf, str(root.brand.get("owner", root.name)))
    pdf.set_font("Helvetica", "", 11)
    _line(pdf, formats.date_format(timezone.localdate(clock.now()), "j F Y"))
    pdf.ln(8)
    _line(pdf, _("Subject: %(subject)s") % {"subject": subject})
    pdf.ln(4)
    for paragraph in text.split("\n\n"):
        _line(pdf, paragraph)
        pdf.ln(4)
    return bytes(pdf.output())


def _line(pdf: "FPDF", text: str) -> None:
    pdf.multi_cell(0, 6, printable(text), align="L", new_x="LMARGIN", new_y="NEXT")


def printable(text: str) -> str:
    """In the characters of Windows-1252: accents that it lacks fall away, other scripts and emoji become a question
    mark."""
    plain = "".join(sign if _fits(sign) else unicodedata.normalize("NFKD", sign)[0] for sign in text)
    return plain.encode("cp1252", "replace").decode("cp1252")


def _fits(sign: str) -> bool:
    try:
        sign.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
