"""Small PMTiles archives (version 3) of the zooms 0 and 1, made here: nobody's map is in the tests."""

import io
import json
import struct

from PIL import Image

HEADER, TILES = 127, 5
VECTOR, PNG = 1, 2
_UNCOMPRESSED = 1
SIDE = 4096  # of a vector tile
WORLD = (-1_800_000_000, -850_000_000, 1_800_000_000, 850_000_000)


def archive(tile: bytes, kind: int) -> bytes:
    root = bytes([1, 0, TILES]) + varint(len(tile)) + bytes([1])  # one entry: from tile 0 on, so many, all the same
    meta = json.dumps({"vector_layers": [{"id": "earth", "fields": {}}]}).encode()
    after = HEADER + len(root)
    places = (HEADER, len(root), after, len(meta), after + len(meta), 0, after + len(meta), len(tile), TILES, 1, 1)
    flags = bytes([1, _UNCOMPRESSED, _UNCOMPRESSED, kind])
    zooms = struct.pack("<BBiiii", 0, 1, *WORLD) + struct.pack("<Bii", 0, 0, 0)
    return b"PMTiles\x03" + struct.pack("<11Q", *places) + flags + zooms + root + meta + tile


def vector_map() -> bytes:
    """Land everywhere, in the schema of Protomaps."""
    corners = [move(1), *zigzag(0, 0), line(3), *zigzag(SIDE, 0), *zigzag(0, SIDE), *zigzag(-SIDE, 0), 15]
    feature = field(3, 3) + block(4, b"".join(map(varint, corners)))
    layer = field(15, 2) + block(1, b"earth") + block(2, feature) + field(5, SIDE)
    return archive(block(3, layer), VECTOR)


def picture_map(colour: str = "beige") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (256, 256), colour).save(buffer, "PNG")
    return archive(buffer.getvalue(), PNG)


# Protocol Buffers and the geometry of vector tiles (Mapbox Vector Tile specification 2.1)


def varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def field(number: int, value: int) -> bytes:
    return varint(number << 3) + varint(value)


def block(number: int, content: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(content)) + content


def move(count: int) -> int:
    return count << 3 | 1


def line(count: int) -> int:
    return count << 3 | 2


def zigzag(*numbers: int) -> tuple[int, ...]:
    return tuple(number << 1 if number >= 0 else (-number << 1) - 1 for number in numbers)
