"""From latitude and longitude to a point on a map: the British national grid, and the whole world.

Both maps use the units of their SVG viewBox with y growing downwards. The UK map is a kilometre grid, so a
distance read off it is a distance on the ground.

Sources of method: the transverse Mercator series of the Ordnance Survey's "A guide to coordinate systems in Great
Britain", annex C (Airy 1830 ellipsoid, constants of the national grid); Equal Earth: Šavrič, Patterson and Jenny
(2018), "The Equal Earth map projection", International Journal of Geographical Information Science 33(3).
"""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt, tan

UK_VIEW_BOX = "0 0 670 1230"
UK_HEIGHT = 1230.0
WORLD_VIEW_BOX = "0 0 1000 436"

_MAJOR, _MINOR = 6377563.396, 6356256.909  # Airy 1830, metres
_SCALE = 0.9996012717
_LATITUDE, _LONGITUDE = radians(49), radians(-2)  # true origin
_EAST, _NORTH = 400_000.0, -100_000.0  # false origin, metres

_EQUAL_EARTH = (1.340264, -0.081106, 0.000893, 0.003796)
_WORLD_SCALE = 184.73  # units per radius, so that 360 degrees of equator are 1000 units
_WORLD_LEFT, _WORLD_TOP = 500.0, 244.0


def national_grid(latitude: float, longitude: float) -> tuple[float, float]:
    """Easting and northing in metres of a point given in degrees on the Airy ellipsoid.

    Positions given on the worldwide datum (WGS 84), as the gazetteer's are, come out up to about 120 m off:
    an eighth of a unit on the map, so the datum shift is left out.
    """
    phi, away = radians(latitude), radians(longitude) - _LONGITUDE
    squash = 1 - (_MINOR / _MAJOR) ** 2
    sine, cosine, tangent = sin(phi), cos(phi), tan(phi)
    bend = 1 - squash * sine * sine
    nu = _MAJOR * _SCALE / sqrt(bend)
    rho = nu * (1 - squash) / bend
    eta = nu / rho - 1
    t2 = tangent * tangent

    north = _meridian_arc(phi) + _NORTH
    north += away**2 * nu / 2 * sine * cosine
    north += away**4 * nu / 24 * sine * cosine**3 * (5 - t2 + 9 * eta)
    north += away**6 * nu / 720 * sine * cosine**5 * (61 - 58 * t2 + t2 * t2)
    east = _EAST + away * nu * cosine
    east += away**3 * nu / 6 * cosine**3 * (nu / rho - t2)
    east += away**5 * nu / 120 * cosine**5 * (5 - 18 * t2 + t2 * t2 + 14 * eta - 58 * t2 * eta)
    return east, north


def _meridian_arc(phi: float) -> float:
    """Metres along the central meridian from the true origin to latitude `phi` (radians)."""
    n = (_MAJOR - _MINOR) / (_MAJOR + _MINOR)
    less, more = phi - _LATITUDE, phi + _LATITUDE
    arc = (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
    arc -= (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
    arc += (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * less) * cos(2 * more)
    arc -= 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
    return _MINOR * _SCALE * arc


def on_uk_map(latitude: float, longitude: float) -> tuple[float, float]:
    """The point on the UK map (viewBox `UK_VIEW_BOX`, one unit a kilometre), to a tenth of a unit."""
    east, north = national_grid(latitude, longitude)
    return round(east / 1000, 1), round(UK_HEIGHT - north / 1000, 1)


def on_world_map(latitude: float, longitude: float) -> tuple[float, float]:
    """The point on the world map (viewBox `WORLD_VIEW_BOX`, Equal Earth), to a tenth of a unit."""
    a1, a2, a3, a4 = _EQUAL_EARTH
    theta = asin(sqrt(3) / 2 * sin(radians(latitude)))
    t2 = theta * theta
    t6 = t2**3
    across = 2 * sqrt(3) * radians(longitude) * cos(theta)
    across /= 3 * (9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1)
    up = theta * (a4 * t6 * t2 + a3 * t6 + a2 * t2 + a1)
    return round(_WORLD_LEFT + _WORLD_SCALE * across, 1), round(_WORLD_TOP - _WORLD_SCALE * up, 1)
