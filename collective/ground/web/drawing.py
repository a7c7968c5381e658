"""Small pictures as SVG text: the mark, tables, presence, codes, rings. Colours come from classes, never from attributes."""

from collections.abc import Iterable
from math import ceil, cos, pi, sin, sqrt

import segno

_CORNERS = {1: (-1, -1), 2: (1, -1), 3: (1, 1), 4: (-1, 1)}
_TAKING = (1, 3, 4, 2)  # the second corner is filled last: an open seat is drawn there first
_HIDDEN = 'aria-hidden="true" focusable="false"'
MOST_DOTS = 60


def _dot(x: float, y: float, r: float, css: str) -> str:
    return f'<circle class="{css}" cx="{x:g}" cy="{y:g}" r="{r:g}"/>'


def mark() -> str:
    """The community's mark: three seats taken, the fourth pulled out."""
    seats = (
        _dot(-9.5, -9.5, 6.2, "seat-dot s1") + _dot(9.5, 9.5, 6.2, "seat-dot s3") + _dot(-9.5, 9.5, 6.2, "seat-dot s4")
    )
    away = _dot(13, -13, 5.2, "open") + '<circle class="tabletop" r="10.5"/>'
    return f'<svg class="logo" viewBox="-17 -19.5 37 37" {_HIDDEN}>{seats}{away}</svg>'


def table(taken: int, free: int = 0) -> str:
    """The circles of one small table, centred on 0, within 27 units: seats taken touch it, open ones stand off."""
    if taken == 2 and not free:
        dots = _dot(-16, 0, 6.2, "seat-dot s4") + _dot(16, 0, 6.2, "seat-dot s1")
    else:
        order = _TAKING[: min(taken, 4)]
        away = [corner for corner in (2, 1, 3, 4) if corner not in order][:free]
        dots = "".join(_seat(corner, away=False) for corner in order) + "".join(
            _seat(corner, away=True) for corner in away
        )
    if taken > 4:
        dots += _dot(0, 17, 6.2, "seat-dot s5")
    return f'{dots}<circle class="tabletop" r="13"/>'


def _seat(corner: int, *, away: bool) -> str:
    x, y = _CORNERS[corner]
    return _dot(14.6 * x, 14.6 * y, 5.6, "open") if away else _dot(11.3 * x, 11.3 * y, 6.2, f"seat-dot s{corner}")


def table_glyph(taken: int, free: int = 0) -> str:
    """One table, too small for initials."""
    return f'<svg class="glyph" viewBox="-27 -27 54 54" {_HIDDEN}>{table(taken, free)}</svg>'


def four_tables() -> str:
    """Four tables in one glyph: many tables at work on one question."""
    spots = (((-13, -13), 0), ((13.5, -13), 0), ((-13, 13.5), 0), ((13.5, 13.5), 1))
    groups = (f'<g transform="translate({x:g} {y:g}) scale(.47)">{table(4 - free, free)}</g>' for (x, y), free in spots)
    return f'<svg class="glyph mini" viewBox="-27 -27 54 54" {_HIDDEN}>{"".join(groups)}</svg>'


def presence(here: int, of: int) -> str:
    """A row of dots in fours, one a person; above 60 people a bar, since nobody can count dots that small."""
    if of > MOST_DOTS:
        return bar(here, of, css="bar presence-bar")
    dots, x = [], 14.0
    for index in range(of):
        dots.append(_dot(x, 18, 11, "seat-dot s0" if index < here else "open"))
        x += 39 if index % 4 == 3 else 29
    width = max(x - 29 + 14, 28) if of % 4 else max(x - 39 + 14, 28)
    box = f"0 0 {max(width, 400):g} 36"
    return f'<svg class="presence" viewBox="{box}" preserveAspectRatio="xMinYMid meet" {_HIDDEN}>{"".join(dots)}</svg>'


def heap(count: int, most: int) -> str:
    """Counted people as dots, heaped from the bottom left; every heap that is drawn for the same `most` has the same scale."""
    across = max(3, ceil(sqrt(max(most, 1) * 0.75)))
    rows = max(ceil(max(most, count, 1) / across), 2)
    dots = (_dot(24 + 48 * (i % across), 48 * rows - 24 - 48 * (i // across), 20, "seat-dot s0") for i in range(count))
    return f'<svg viewBox="2 0 {48 * across - 2} {48 * rows}" preserveAspectRatio="xMinYMax meet" {_HIDDEN}>{"".join(dots)}</svg>'


def bar(value: float, most: float, css: str = "bar") -> str:
    """A horizontal bar, as long as its share of `most`. The number stands beside it in words."""
    share = 0 if most <= 0 else max(0.0, min(value / most, 1.0)) * 100
    return (
        f'<svg viewBox="0 0 100 14" preserveAspectRatio="none" {_HIDDEN}>'
        f'<rect class="{css}" width="{share:.4g}" height="14"/></svg>'
    )


def qr_path(text: str) -> tuple[int, str]:
    """The side, in modules, and the path of a QR code with its quiet zone of four. `ValueError` for an empty text."""
    if not text:
        raise ValueError("A QR code needs an address.")
    code = segno.make(text, error="m", micro=False, boost_error=False)
    rows = list(code.matrix_iter(border=4))
    runs = [f"M{x} {y}h{length}v1h-{length}z" for y, row in enumerate(rows) for x, length in _runs(row)]
    return len(rows), "".join(runs)


def _runs(row: Iterable[int]) -> list[tuple[int, int]]:
    """Where dark modules start, and how many follow."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((x, 1))
    return runs


def ring(share: float) -> str:
    """The path of an arc, clockwise from the top of a circle of radius 50 about (60, 60). `countdown-ring.js` draws the same."""
    share = max(0.0, min(share, 0.9999))
    if share == 0:
        return ""
    angle = 2 * pi * share
    return f"M60 10A50 50 0 {int(share > 0.5)} 1 {60 + 50 * sin(angle):.2f} {60 - 50 * cos(angle):.2f}"


def clock_text(seconds: int) -> str:
    """12:08, or 1:05:00 above an hour."""
    minutes, second = divmod(max(seconds, 0), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
