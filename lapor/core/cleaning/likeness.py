"""Whether two photos are the same picture: a fingerprint to look many through, and a closer look at two.

Neither knows what is on them; somebody is asked about what they find (reports.workflow.photo_questions). Runs in the
child of `guard`."""

import io
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

Pixels = np.ndarray[Any, np.dtype[np.float64]]
_WIDTH = 128  # pixels to which a picture is made smaller for the closer look
_SCALES = np.linspace(1, 0.4, 20)  # how wide one picture may be in the other, where it is a part of it
_FINER = 9  # steps around the best of them
_PLAIN = 0.5  # of 256 greys: a wall, a black night, a drawing of areas: the little that is on it proves nothing
_BLUR = 3  # pixels: what is coarser is light and shade, which differ between two shots of the same thing


def sameness(first: bytes, second: bytes) -> float:
    """How much alike two JPEGs are, each as a part of the other: 0 = nothing, 1 = the same pixels.

    The greatest normalised cross-correlation of their fine detail. Light, size, quality and a crop change it little;
    two shots of one place stay below 0.8 as soon as the camera has moved."""
    one, other = _opened(first), _opened(second)
    return max(_part_in(one, other), _part_in(other, one))


def _opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=("JPEG",)).convert("L")


def _part_in(whole: Image.Image, part: Image.Image) -> float:
    detail = _detail(whole, _WIDTH, _WIDTH * whole.height // whole.width)
    if np.median(np.abs(detail)) < _PLAIN:
        return 0.0
    found = {scale: _at(detail, part, scale) for scale in _SCALES}
    best = max(found, key=lambda scale: found[scale])
    step = _SCALES[0] - _SCALES[1]
    finer = np.linspace(best - step, min(1.0, best + step), _FINER)
    return max(*found.values(), *(_at(detail, part, scale) for scale in finer))


def _at(detail: Pixels, part: Image.Image, scale: float) -> float:
    """The best of all places of the part, made so wide."""
    width = round(_WIDTH * scale)
    height = width * part.height // part.width
    if height > detail.shape[0] or height < _WIDTH // 8:
        return 0.0
    return _correlation(detail, _detail(part, width, height))


def _detail(image: Image.Image, width: int, height: int) -> Pixels:
    small = image.resize((width, max(1, height)), Image.Resampling.BOX)
    coarse = small.filter(ImageFilter.GaussianBlur(_BLUR))
    fine: Pixels = np.asarray(small, float) - np.asarray(coarse, float)
    return fine


def _correlation(whole: Pixels, part: Pixels) -> float:
    part = part - part.mean()
    height, width = part.shape
    shape = (whole.shape[0] + height, whole.shape[1] + width)
    spectrum = np.fft.rfft2(whole, shape) * np.conj(np.fft.rfft2(part, shape))
    product = np.fft.irfft2(spectrum, shape)[: whole.shape[0] - height + 1, : whole.shape[1] - width + 1]
    variance = _sums(whole**2, height, width) - _sums(whole, height, width) ** 2 / part.size
    norm = np.sqrt(np.maximum(variance, 0) * (part**2).sum())
    return float(np.max(product / np.maximum(norm, 1.0)))


def _sums(values: Pixels, height: int, width: int) -> Pixels:
    """Of every window of this size."""
    total = np.pad(values, ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    windows: Pixels = (
        total[height:, width:] - total[:-height, width:] - total[height:, :-width] + total[:-height, :-width]
    )
    return windows
