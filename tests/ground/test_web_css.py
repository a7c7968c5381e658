"""The stylesheet: current, small, logical, legible in every mode."""

import gzip
import re
from pathlib import Path

import pytest

from collective.ground.web.bundle import ORDER, STATIC, TARGET, bundled

PARTS = {path.stem: path.read_text(encoding="utf-8") for path in (STATIC / "css").glob("*.css")}
PHYSICAL = re.compile(
    r"[;{\s]((?:margin|padding|border|inset)-(?:left|right|top|bottom)|left|right|top|bottom|width|height|(?:min|max)-(?:width|height))\s*:(?![^(]*\))"
)
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")


def test_the_served_stylesheet_is_what_its_parts_say() -> None:
    assert TARGET.read_text(encoding="utf-8") == bundled(), "Run manage.py bundle_css."


def test_every_part_is_in_the_order() -> None:
    assert sorted(ORDER) == sorted(PARTS)


def test_it_weighs_at_most_14_kilobytes_compressed() -> None:
    assert len(gzip.compress(bundled().encode(), 9)) <= 14 * 1024


@pytest.mark.parametrize("part", sorted(PARTS))
def test_a_part_uses_logical_properties_only(part: str) -> None:
    without_queries = re.sub(r"@(media|page)[^{]*", "", PARTS[part])
    assert not PHYSICAL.findall(without_queries)


@pytest.mark.parametrize("part", sorted(set(PARTS) - {"tokens", "print"}))
def test_a_part_names_no_colour_of_its_own(part: str) -> None:
    # A QR code is dark on white in every mode, or cameras cannot read it.
    rules = re.sub(r"\.qr(-bg)?\{fill:#\w+\}", "", re.sub(r"/\*.*?\*/", "", PARTS[part], flags=re.DOTALL))
    assert not COLOUR.findall(rules)


@pytest.mark.parametrize("part", sorted(PARTS))
def test_a_part_has_balanced_braces(part: str) -> None:
    assert PARTS[part].count("{") == PARTS[part].count("}")


def test_every_font_is_there_with_its_licence() -> None:
    for name in re.findall(r"url\(([^)]+)\)", bundled()):
        assert (STATIC / name).is_file()
    assert len(list((STATIC / "fonts").glob("OFL-*.txt"))) == 2


def _block(selector: str) -> dict[str, str]:
    body = PARTS["tokens"].split(selector + "{", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"(--[\w-]+):([^;]+)", re.sub(r"/\*.*?\*/", "", body, flags=re.DOTALL)))


LIGHT = _block(":root")
DARK = LIGHT | _block(":root:not([data-theme=light])")


def test_dark_by_device_and_dark_by_page_are_the_same() -> None:
    assert _block(":root:not([data-theme=light])") == _block(":root[data-theme=dark]")


def _colour(tokens: dict[str, str], name: str) -> str:
    value = tokens[f"--{name}"]
    while value.startswith("var("):
        value = tokens[value[4:-1]]
    return value


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    channels = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _ratio(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


WORDS = [  # what is read, and every field that it is read on
    ("ink", "ground top nil bad-wash"),
    ("soft", "ground top nil"),
    ("on-cloth", "cloth"),
    ("cloth-soft", "cloth"),
    ("cloth-head", "cloth"),
    ("on-slate", "slate"),
    ("slate-soft", "slate"),
    ("on-table", "table"),
    ("on-table-soft", "table"),
    ("link", "ground top nil"),
    ("on-act", "act act-hover"),
    ("on-mark", "mark"),
    ("ink", "marker"),
    ("bad", "ground top bad-wash"),
    ("seat-ink", "seat-1 seat-2 seat-3 seat-5"),
    ("seat-ink-4", "seat-4"),
]
SHAPES = [
    ("edge", "ground top nil"),
    ("act", "ground top cloth"),
    ("mark", "slate"),
    ("scale-4", "ground"),
    ("scale-5", "ground"),
]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("words", "fields"), WORDS)
def test_words_stand_out_from_every_field_they_are_on(tokens: dict[str, str], words: str, fields: str) -> None:
    for field in fields.split():
        if tokens is LIGHT and (words, field) == ("on-act", "act-hover"):
            assert _ratio(_colour(tokens, words), _colour(tokens, field)) >= 7
        assert _ratio(_colour(tokens, words), _colour(tokens, field)) >= 4.5, (words, field)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "fields"), SHAPES)
def test_shapes_stand_out_from_every_field_they_are_on(tokens: dict[str, str], shape: str, fields: str) -> None:
    for field in fields.split():
        assert _ratio(_colour(tokens, shape), _colour(tokens, field)) >= 3, (shape, field)


def test_forced_colours_replace_every_colour_with_a_meaning() -> None:
    forced = PARTS["tokens"].split("forced-colors:active", 1)[1]
    meant = [name for name, value in DARK.items() if COLOUR.match(value) or value.startswith("var(")]
    palette = [
        name
        for name, value in LIGHT.items()
        if COLOUR.match(value) and name not in _block(":root:not([data-theme=light])")
    ]
    missing = [name for name in meant if name not in palette and f"{name}:" not in forced]
    assert missing == ["--field"]  # it follows --ground


SCRIPTS = sorted((STATIC / "js").glob("*.js"))


def test_the_scripts_weigh_at_most_12_kilobytes_compressed() -> None:
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in SCRIPTS) <= 12 * 1024


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_short_and_keeps_to_the_content_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 100
    assert not re.search(r"\beval\(|new Function|\.style\b|style=|https?://", text)


TEMPLATES = sorted((STATIC.parents[1] / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_nothing_inline_and_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)|(?:src|href)=\"https?:", text)
