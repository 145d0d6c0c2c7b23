"""How much of a file is taken, and the one error that says what is too much or wrong."""

from dataclasses import dataclass

PHOTO, PDF, AUDIO, VIDEO = "photo", "pdf", "audio", "video"
MB = 1024 * 1024
MAX_BYTES = {PHOTO: 15 * MB, PDF: 20 * MB, AUDIO: 25 * MB, VIDEO: 40 * MB}
MOST_BYTES = max(MAX_BYTES.values())
MAX_PIXELS = 60_000_000  # of a photo
MAX_FRAMES = 500  # of an animation; only its first is kept
MAX_PAGES = 30
MAX_SECONDS = {AUDIO: 600, VIDEO: 90}
MAX_VIDEO_PIXELS = 9_000_000  # of one frame: 4K
MAX_STREAMS = 12  # phones write sensor tracks beside picture and sound
FULL_SIDE, THUMB_SIDE = 1600, 480
FINGERPRINT_BITS = 256
CELLS = 10  # a photo is masked by the squares of a grid of so many columns and rows

READY = b"ready\n"  # the decoder's first word: what kills it from here on is the file

CODES = frozenset(
    {
        "too_large",
        "too_many_pixels",
        "too_many_frames",
        "too_many_pages",
        "too_long",
        "too_many_streams",
        "too_heavy",
        "locked",
        "unreadable",
        "infected",
        "not_scanned",
        "not_opened",
    }
)
TEMPORARY = frozenset({"not_scanned", "not_opened"})  # scanner or decoder are away: ours, not the file's


class FileRefused(ValueError):
    """The file cannot be taken. `code` is one of CODES; `kind` what it seems to be, "" where that is not known."""

    def __init__(self, code: str, kind: str = "") -> None:
        super().__init__(code)
        self.code, self.kind = code, kind

    @property
    def is_temporary(self) -> bool:
        """The same file may be taken in a few minutes."""
        return self.code in TEMPORARY


@dataclass(frozen=True)
class Inspected:
    """What a file is, before anything heavy is done. `seconds` of sound and video, `pages` of a PDF, else 0."""

    kind: str
    seconds: int = 0
    pages: int = 0


@dataclass(frozen=True)
class PhotoFacts:
    """What a photo tells of itself; none of it is in what is served.

    `bits`: its fingerprint, 256 of "0" and "1": of how many two differ says how little alike they are. `taken_at`: when
    its camera says it was taken, in that camera's time ("2026-11-27T08:15:00"), "" where it does not; `is_generated`:
    it says that a machine made it or a part of it."""

    bits: str
    taken_at: str = ""
    is_generated: bool = False


@dataclass(frozen=True)
class Clean:
    """What may be served.

    `thumb` is a JPEG or empty; `place` the latitude and longitude that a photo told of itself, and the `facts` beside
    it, never part of the files."""

    kind: str
    full: bytes
    thumb: bytes = b""
    width: int = 0
    height: int = 0
    seconds: int = 0
    pages: int = 0
    place: tuple[float, float] | None = None
    facts: PhotoFacts | None = None
