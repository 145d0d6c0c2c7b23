"""What a file is, by its first bytes; neither its name nor the type its sender declares is asked."""

import re

from lapor.core.cleaning.limits import PDF, PHOTO

RECORDING = "recording"  # sound or video: which one, its streams say
# (how the content begins, what it is, the only demuxer that may read it); the first that fits counts.
_BEGINNINGS = tuple(
    (re.compile(beginning, re.DOTALL), kind, demuxer)
    for beginning, kind, demuxer in (
        (rb".{4}ftyp(hei[cxms]|hev[cx]|mif1|msf1|avi[fs])", PHOTO, ""),
        (rb".{4}(ftyp|moov|mdat|wide)", RECORDING, "mov"),
        (rb"RIFF.{4}WAVE", RECORDING, "wav"),
        (rb"RIFF.{4}AVI ", RECORDING, "avi"),
        (rb"OggS", RECORDING, "ogg"),
        (rb"\x1aE\xdf\xa3", RECORDING, "matroska"),
        (rb"fLaC", RECORDING, "flac"),
        (rb"#!AMR", RECORDING, "amr"),
        (rb"ID3|\xff[\xf2\xf3\xfa\xfb]", RECORDING, "mp3"),
        (rb"\xff[\xf1\xf9]", RECORDING, "aac"),
        (rb".{0,1019}%PDF-", PDF, ""),  # readers look for the mark within 1024 bytes
    )
)


def family(content: bytes) -> tuple[str, str]:
    """(photo | pdf | recording, name of the demuxer). What nothing fits is tried as a photo."""
    return next(((kind, demuxer) for beginning, kind, demuxer in _BEGINNINGS if beginning.match(content)), (PHOTO, ""))
