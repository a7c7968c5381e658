"""Pictures that people upload: made small, and rid of what cameras and programs write into them."""

from __future__ import annotations

import io
import warnings
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

from collective.ground.lib.errors import Refused

LONGEST_SIDE = 1600
BYTES_AT_MOST = 2 * 1024 * 1024
PIXELS_AT_MOST = 40_000_000
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")


class BadPicture(Refused):
    """The file is not a picture we can use."""

    status = 400


def small_picture(file: IO[bytes]) -> tuple[str, bytes]:
    """(media type, bytes) of the picture, turned upright, at most 1600 pixels long, without any metadata.

    PNG stays PNG; everything else becomes JPEG. Raises `BadPicture`.
    """
    data = file.read(BYTES_AT_MOST + 1)
    if len(data) > BYTES_AT_MOST:
        raise BadPicture("The picture is larger than 2 MB. Make it smaller, then try again.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(data), formats=FORMATS)
            if opened.width * opened.height > PIXELS_AT_MOST:
                raise BadPicture("The picture has too many pixels. Make it smaller, then try again.")
            return _encoded(ImageOps.exif_transpose(opened), keep_png=opened.format == "PNG")
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombWarning,
        Image.DecompressionBombError,
    ) as problem:
        raise BadPicture("That file is not a picture we can read. Use a JPEG, PNG, GIF or WebP file.") from problem


def size_of(data: bytes) -> tuple[int, int]:
    """(width, height) in pixels of a picture that `small_picture` made."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
        return opened.width, opened.height


def _encoded(picture: Image.Image, *, keep_png: bool) -> tuple[str, bytes]:
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    if keep_png:
        picture.convert("RGBA" if "A" in picture.getbands() else "RGB").save(out, "PNG", optimize=True)
        return "image/png", out.getvalue()
    picture.convert("RGB").save(out, "JPEG", quality=82, optimize=True)
    return "image/jpeg", out.getvalue()
