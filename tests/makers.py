"""Files as phones, scanners and attackers make them, made here: no binary fixture comes from elsewhere."""

import io
import struct
import zlib
from fractions import Fraction
from typing import Any

import av
from PIL import ExifTags, Image, PngImagePlugin

SECRET = "rahasia-tersembunyi"  # what must not survive
PLACE = (-6.993333, 110.42)


def opened(content) -> Any:
    """The picture in the bytes."""
    return Image.open(io.BytesIO(content))


def spread(content, box):
    """The widest range of a colour within the box."""
    return max(high - low for low, high in opened(content).crop(box).getextrema())


def noise(side=400):
    return encoded(Image.effect_noise((side, side), 120).convert("RGB"), quality=95)


def plain(colour="white", size=(9, 9), form="JPEG", **options):
    return encoded(Image.new("RGB", size, colour), form, **options)


def encoded(image, form="JPEG", **options):
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def exif_with_place(image, *, orientation=1, latitude=6.0):
    exif = image.getexif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.ImageDescription] = SECRET
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "S", (latitude, 59.0, 36.0)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (110.0, 25.0, 12.0)
    return exif


def photo(form="JPEG", *, size=(64, 48), colour="red", orientation=1, latitude=6.0):
    """With camera, place and a comment in its hidden data; the left half has the colour, the right is blue."""
    image = Image.new("RGB", size, "blue")
    image.paste(colour, (0, 0, size[0] // 2, size[1]))
    options: dict[str, Any] = {"exif": exif_with_place(image, orientation=orientation, latitude=latitude)}
    if form == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", SECRET)
        options["pnginfo"] = notes
    return encoded(image, form, **options)


def png_bomb(side=30_000):
    """A few kilobytes that unpack to `side`² pixels."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    squeezed = zlib.compressobj(9)
    rows = b"".join(squeezed.compress(b"\0" * (side // 8 + 1)) for _row in range(side)) + squeezed.flush()
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def gif(frames):
    images = [Image.new("P", (2, 2), number % 250) for number in range(frames)]
    for number, image in enumerate(images):
        image.putpalette([number % 256, number // 256, 7] * 256)
    return encoded(images[0], "GIF", save_all=True, append_images=images[1:])


def pdf(pages=1, *, size: Any = (595, 842), extra=b""):
    """A plain PDF 1.4; `extra` goes into its catalogue (an action, attached files). Every page draws a square."""
    kids = b" ".join(b"%d 0 R" % (number + 4) for number in range(pages))
    stream = b"1 0 0 rg 50 50 200 200 re f"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + extra + b" >>",
        b"<< /Type /Pages /Kids [ " + kids + b" ] /Count %d >>" % pages,
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
    ]
    objects += [
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 3 0 R /Resources << >> >>" % tuple(size)
    ] * pages
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % place for place in places
    )
    info = f"/Info << /Author ({SECRET}) >>".encode()
    return (
        body
        + table
        + b"trailer << /Size %d /Root 1 0 R " % (len(objects) + 1)
        + info
        + b" >>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    )


ACTIVE = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"


def recording(seconds=2, *, form="mp4", video="libx264", audio="aac", size=(64, 48), tracks=1, rate=10, skip=1):
    """Sound, video or both, with a title, a comment and a place in its tags.

    `skip` stretches the time between pictures."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=form) as target:
        target.metadata.update({"title": SECRET, "comment": SECRET, "location": "-06.9933+110.4200/"})
        pictures = [target.add_stream(video, rate=rate) for _track in range(tracks if video else 0)]
        for stream in pictures:
            (stream.width, stream.height), stream.pix_fmt = size, "yuvj420p" if video == "mjpeg" else "yuv420p"
        sound = (
            target.add_stream(audio, rate=44_100 if audio not in {"libopus"} else 48_000, layout="mono")
            if audio
            else None
        )
        for stream in pictures:
            _pictures(target, stream, seconds, rate, size, skip)
        if sound is not None:
            _silence(target, sound, seconds)
    return buffer.getvalue()


def _pictures(target, stream, seconds, rate, size, skip):
    for number in range(0, int(seconds * rate), skip):
        frame = av.VideoFrame.from_image(Image.new("RGB", size, (number % 255, 90, 30))).reformat(format=stream.pix_fmt)
        frame.pts, frame.time_base = number, Fraction(1, rate)
        target.mux(stream.encode(frame))
    target.mux(stream.encode(None))


def _silence(target, stream, seconds):
    resampler = av.AudioResampler(
        format=stream.format, layout="mono", rate=stream.rate, frame_size=stream.codec_context.frame_size or 1024
    )
    for number in range(int(seconds * stream.rate / 1024)):
        frame = av.AudioFrame("s16", "mono", 1024)
        frame.sample_rate, frame.pts, frame.time_base = stream.rate, number * 1024, Fraction(1, stream.rate)
        frame.planes[0].update(bytes(frame.planes[0].buffer_size))
        for part in resampler.resample(frame):
            target.mux(stream.encode(part))
    target.mux(stream.encode(None))
