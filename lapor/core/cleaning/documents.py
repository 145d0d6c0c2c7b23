"""PDF as it may be served: each page drawn as a picture, the pictures bound anew.

No script, form, link, attached file or metadata comes along. Runs in the child of `guard`."""

import io
import time

import pypdfium2
from PIL import Image

from lapor.core.cleaning.limits import FULL_SIDE, MAX_PAGES, PDF, THUMB_SIDE, Clean, FileRefused, Inspected
from lapor.core.cleaning.photos import jpeg

_PASSWORD_NEEDED = 4  # FPDF_ERR_PASSWORD
_DOTS = 150  # an inch, at most
_POINTS = 72
_EPOCH = time.gmtime(0)  # the same pages give the same file


def inspect_pdf(content: bytes) -> Inspected:
    """Raises FileRefused."""
    with _opened(content) as document:
        return Inspected(PDF, pages=len(document))


def clean_pdf(content: bytes) -> Clean:
    """Raises FileRefused."""
    with _opened(content) as document:
        try:
            pages = [_drawn(document[number]) for number in range(len(document))]
        except pypdfium2.PdfiumError as error:
            raise FileRefused("unreadable", PDF) from error
    buffer = io.BytesIO()
    pages[0].save(
        buffer,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=_DOTS,
        quality=80,
        creationDate=_EPOCH,
        modDate=_EPOCH,
    )
    width, height = pages[0].size
    return Clean(PDF, buffer.getvalue(), jpeg(pages[0], THUMB_SIDE), width, height, pages=len(pages))


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(content)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        code = "locked" if getattr(error, "err_code", None) == _PASSWORD_NEEDED else "unreadable"
        raise FileRefused(code, PDF) from error
    if count > MAX_PAGES:
        raise FileRefused("too_many_pages", PDF)
    if count == 0:
        raise FileRefused("unreadable", PDF)
    return document


def _drawn(page: pypdfium2.PdfPage) -> Image.Image:
    """However large the page says it is, the picture has at most FULL_SIDE pixels a side."""
    width, height = page.get_size()
    scale = min(_DOTS / _POINTS, FULL_SIDE / max(width, height, 1.0))
    bitmap = page.render(scale=scale, may_draw_forms=False)
    image: Image.Image = bitmap.to_pil().convert("RGB")
    page.close()
    return image
