"""One stylesheet from many small files: a page asks for `site.css` once, and people read the parts."""

import re
from pathlib import Path

STATIC = Path(__file__).resolve().parent / "static" / "web"
TARGET = STATIC / "site.css"
ORDER = [
    "tokens",
    "base",
    "layout",
    "masthead",
    "seats",
    "buttons",
    "forms",
    "figures",
    "data",
    "cards",
    "diary",
    "banner",
    "phone",
    "desk",
    "stage",
    "conversations",
    "footer",
    "utilities",
    "print",
]

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_AROUND = re.compile(r"\s*([{};,])\s*")
_BLANK = re.compile(r"\s+")


def bundled(folder: Path = STATIC / "css") -> str:
    """The text of `site.css`: the parts of `folder` in ORDER, without comments and line breaks.

    Addresses that start with `../` are written for `folder` and lose that step, because the result lies one folder up.
    """
    text = "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in ORDER)
    text = _COMMENT.sub("", text).replace("url(../", "url(")
    text = _BLANK.sub(" ", _AROUND.sub(r"\1", text)).replace(";}", "}").strip()
    return f"{text}\n"
