"""Make `letters.json` again: how wide each letter of the two typefaces is.

A developer's tool, needed only when a typeface changes. It asks a Chromium, because that is what draws the
letters in the end, and writes thousandths of the type size:

    python -m collective.ground.figures.drawings.measure path/to/fonts path/to/chromium
"""

import base64
import json
import sys
from pathlib import Path

FACES = {
    "head": ("bricolage-grotesque", 700),
    "text": ("atkinson-hyperlegible-next", 400),
}
RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x218, 0x21B),
    (0x1E80, 0x1E85),
    (0x1EF2, 0x1EF3),
    (0x2010, 0x2026),
    (0x20AC, 0x20AC),
)

_SCRIPT = """async ({faces, letters}) => {
  const widths = {};
  for (const [name, face] of Object.entries(faces)) {
    for (const [part, data] of face.files.entries()) {
      const font = new FontFace(name + part, `url(data:font/woff2;base64,${data})`, {weight: "200 800"});
      document.fonts.add(await font.load());
    }
    const context = document.createElement("canvas").getContext("2d");
    context.font = `${face.weight} 1000px ${name}0, ${name}1, monospace`;
    context.fontKerning = "none";
    widths[name] = {};
    for (const letter of letters) widths[name][letter] = Math.round(context.measureText(letter).width);
  }
  return widths;
}"""


def measure(fonts: Path, chromium: str) -> dict[str, dict[str, int]]:
    """The width of each letter, in thousandths of the type size, as the given Chromium sets it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  the server never needs a browser

    letters = [chr(code) for first, last in RANGES for code in range(first, last + 1)]
    faces = {
        name: {
            "weight": weight,
            "files": [
                base64.b64encode((fonts / f"{stem}-{part}-wght-normal.woff2").read_bytes()).decode()
                for part in ("latin", "latin-ext")
            ],
        }
        for name, (stem, weight) in FACES.items()
    }
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        widths: dict[str, dict[str, int]] = page.evaluate(_SCRIPT, {"faces": faces, "letters": letters})
        browser.close()
    return widths


def main() -> None:
    widths = measure(Path(sys.argv[1]), sys.argv[2])
    target = Path(__file__).with_name("letters.json")
    target.write_text(json.dumps(widths, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
