"""Papers that lead people to the form by a QR code: a sheet of stickers for registered things (a lamp, a stop, a
school) and a poster for a counter, as PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import segno
from django.utils.translation import gettext as _

from lapor.presentation.letter import printable

if TYPE_CHECKING:
    from fpdf import FPDF

# A sheet of 18 labels of 63.5 x 46.6 mm, as office shops sell them; millimetres.
COLUMNS, ROWS = 3, 6
_WIDTH, _HEIGHT, _LEFT, _TOP, _GAP = 63.5, 46.6, 7.2, 8.7, 2.5
_QR, _POSTER_QR = 30.0, 108.0
_LEADING = 0.42  # millimetres of a line for each point of its letters
_MARGIN, _BOTTOM = 20, 289  # millimetres from above: what stands lower, printers cut off
_POSTER_WIDTH = 210 - 2 * _MARGIN


@dataclass(frozen=True)
class Sticker:
    """What one of them says: the code that people can also say on the telephone, its name, and where the QR leads."""

    code: str
    name: str
    url: str


@dataclass(frozen=True)
class Poster:
    """`lines`: other ways to reach the city, one each; `dangers`: numbers for those in danger."""

    service: str
    owner: str
    url: str
    lines: Sequence[str] = ()
    dangers: Sequence[str] = ()
    colour: tuple[int, int, int] = (0, 0, 0)


def stickers_pdf(service: str, stickers: Sequence[Sticker], colour: tuple[int, int, int]) -> bytes:
    """Sheets of COLUMNS x ROWS. Some 6 ms a sticker."""
    pdf = _document(service, margin=0)
    for number, sticker in enumerate(stickers):
        place = number % (COLUMNS * ROWS)
        if place == 0:
            pdf.add_page()
        left = _LEFT + place % COLUMNS * (_WIDTH + _GAP)
        top = _TOP + place // COLUMNS * _HEIGHT
        _sticker(pdf, service, sticker, left, top, colour)
    return bytes(pdf.output())


def _sticker(
    pdf: "FPDF", service: str, sticker: Sticker, left: float, top: float, colour: tuple[int, int, int]
) -> None:
    _qr(pdf, sticker.url, left + 2, top + 3, _QR)
    pdf.set_text_color(*colour)
    _words(pdf, _("Broken? Report it here."), left + _QR + 3, top + 4, _WIDTH - _QR - 4, size=11, is_bold=True)
    pdf.set_text_color(0, 0, 0)
    _words(pdf, sticker.name, left + _QR + 3, pdf.get_y() + 1, _WIDTH - _QR - 4, size=8, most=3)
    _words(pdf, sticker.code, left + 2, top + _QR + 4, _WIDTH - 4, size=12, is_bold=True)
    _words(pdf, service, left + 2, top + _QR + 9.5, _WIDTH - 4, size=7)


def poster_pdf(poster: Poster) -> bytes:
    """One sheet of A4 for a counter, a school, a village hall."""
    pdf = _document(poster.service, margin=_MARGIN)
    pdf.add_page()
    pdf.set_fill_color(*poster.colour)
    pdf.rect(0, 0, 210, 62, style="F")
    pdf.set_text_color(255, 255, 255)
    _words(pdf, poster.service, _MARGIN, 8, _POSTER_WIDTH, size=20, is_bold=True, most=1)
    _words(pdf, poster.owner, _MARGIN, pdf.get_y(), _POSTER_WIDTH, size=12, most=1)
    _words(pdf, _("Seen a problem near you?"), _MARGIN, 25, _POSTER_WIDTH, size=30, is_bold=True)
    _words(pdf, _("Report it in a minute. No account, no fee."), _MARGIN, pdf.get_y() + 1, _POSTER_WIDTH, size=15)
    pdf.set_text_color(0, 0, 0)
    _qr(pdf, poster.url, (210 - _POSTER_QR) / 2, 64, _POSTER_QR)
    _words(pdf, poster.url, _MARGIN, 64 + _POSTER_QR + 1, _POSTER_WIDTH, size=13, is_bold=True, align="C")
    steps = (
        _("1. Point the camera of your phone here, or open the address."),
        _("2. Take a photo, say what is wrong and where."),
        _("3. Keep number and code: you see step by step what is done."),
    )
    pdf.set_y(pdf.get_y() + 5)
    for step in steps:
        _words(pdf, step, _MARGIN, pdf.get_y() + 1, _POSTER_WIDTH, size=15)
    _foot(pdf, poster)
    return bytes(pdf.output())


def _foot(pdf: "FPDF", poster: Poster) -> None:
    """As many ways as the numbers for danger leave room for: those always stand."""
    called = _("In danger? Call:")
    kept = sum(_height(pdf, line, size=15) + 0.5 for line in poster.dangers)
    kept += _height(pdf, called, size=16, is_bold=True) + 4 if kept else 0
    pdf.set_y(pdf.get_y() + 4)
    for line in poster.lines:
        if pdf.get_y() + 0.5 + _height(pdf, line, size=14) + kept > _BOTTOM:
            break
        _words(pdf, line, _MARGIN, pdf.get_y() + 0.5, _POSTER_WIDTH, size=14)
    if poster.dangers:
        pdf.set_text_color(170, 20, 20)
        _words(pdf, called, _MARGIN, pdf.get_y() + 4, _POSTER_WIDTH, size=16, is_bold=True)
        for line in poster.dangers:
            _words(pdf, line, _MARGIN, pdf.get_y() + 0.5, _POSTER_WIDTH, size=15)


def _height(pdf: "FPDF", text: str, *, size: float, is_bold: bool = False) -> float:
    """Millimetres that the words take on a poster."""
    pdf.set_font("Helvetica", "B" if is_bold else "", size)
    return float(
        pdf.multi_cell(_POSTER_WIDTH, size * _LEADING, printable(text), dry_run=True, output="HEIGHT")  # type: ignore[arg-type]
    )


def _document(title: str, *, margin: float) -> "FPDF":
    from fpdf import FPDF  # noqa: PLC0415 - 50 MB that few requests need

    pdf = FPDF(format="A4")
    pdf.core_fonts_encoding = "cp1252"
    pdf.set_margins(margin, margin, margin)
    pdf.set_auto_page_break(False)
    pdf.set_title(printable(title))
    pdf.set_lang("id")
    return pdf


def _words(
    pdf: "FPDF",
    text: str,
    left: float,
    top: float,
    width: float,
    *,
    size: float,
    is_bold: bool = False,
    align: str = "L",
    most: int = 0,
) -> None:
    """`most`: lines, what is longer is cut; 0 = any number."""
    pdf.set_font("Helvetica", "B" if is_bold else "", size)
    height = size * _LEADING
    words = printable(text)
    if most:  # the lines come back as the bytes of the document
        lines: list[str] = pdf.multi_cell(width, height, words, dry_run=True, output="LINES")  # type: ignore[assignment]
        words = "\n".join(lines[:most]).encode("latin-1").decode("cp1252")
    pdf.set_xy(left, top)
    pdf.multi_cell(width, height, words, align=align, new_x="LEFT", new_y="NEXT")


def _qr(pdf: "FPDF", url: str, left: float, top: float, side: float) -> None:
    """As squares, so that it is sharp at any size; each run of dark ones is one rectangle. With the quiet zone of four
    modules (ISO/IEC 18004, 9.1)."""
    matrix = segno.make(url, error="m").matrix
    module = side / (len(matrix) + 8)
    pdf.set_fill_color(0, 0, 0)
    for row, line in enumerate(matrix):
        start = None
        for column, dark in enumerate((*line, 0)):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                x, y = left + (start + 4) * module, top + (row + 4) * module
                pdf.rect(x, y, (column - start) * module, module, style="F")
                start = None
