"""The header of a PMTiles archive, version 3 (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md): what is
looked at before a map file is taken."""

import struct
from dataclasses import dataclass

HEADER_BYTES = 127
MAGIC, VERSION = b"PMTiles", 3
KINDS = {1: "vector", 2: "png", 3: "jpeg", 4: "webp"}  # AVIF (5) is not read by the phones of eight years ago
_E7 = 10_000_000
_PLACES = struct.Struct("<BBiiii")  # nearest and farthest zoom, then west, south, east, north in ten-millionths
_AT_KIND, _AT_PLACES = 99, 100


class NoMapFile(ValueError):
    """The message says what is wrong."""


@dataclass(frozen=True)
class Header:
    """`kind` of KINDS; the box in degrees."""

    kind: str
    min_zoom: int
    max_zoom: int
    west: float
    south: float
    east: float
    north: float

    def holds(self, *, latitude: float, longitude: float) -> bool:
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


def read_header(content: bytes) -> Header:
    """Of the first HEADER_BYTES of a file. Raises NoMapFile."""
    if len(content) < HEADER_BYTES or not content.startswith(MAGIC):
        raise NoMapFile("this is no PMTiles archive")
    if content[len(MAGIC)] != VERSION:
        raise NoMapFile(f"PMTiles of version {content[len(MAGIC)]}: only version {VERSION} is read")
    kind = KINDS.get(content[_AT_KIND])
    if kind is None:
        raise NoMapFile("its tiles are neither vector tiles (MVT) nor PNG, JPEG or WebP")
    low, high, west, south, east, north = _PLACES.unpack_from(content, _AT_PLACES)
    return Header(kind, low, high, west / _E7, south / _E7, east / _E7, north / _E7)
