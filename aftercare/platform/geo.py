"""Places on the earth: kept as WGS-84, handed to Chinese map services as the law of their country wants them."""

from __future__ import annotations

import math

# Latitude and longitude in degrees.
Place = tuple[float, float]

EARTH_M = 6_371_008.8
# The ellipsoid that the shifted coordinates of GB 20263 (GCJ-02) are reckoned on: Krassowski 1940.
_AXIS_M, _FLATNESS = 6_378_245.0, 0.00669342162296594323
_SOUTH, _NORTH, _WEST, _EAST = 0.8293, 55.8271, 72.004, 137.8347
# A thousandth of a millimetre is nearer than anything here is known.
_EXACT_DEGREES = 1e-12
_MOST_STEPS = 50


def distance_m(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Return the metres between two places along the surface of the earth (haversine)."""
    a, b = math.radians(lat), math.radians(to_lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(to_lon - lon) / 2) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(half)))


def is_place(lat: float, lon: float) -> bool:
    """Tell whether these are degrees on the earth."""
    return -90 <= lat <= 90 and -180 <= lon <= 180


def place_of(lat: float | None, lon: float | None) -> Place | None:
    """Return the place; None when unknown, not on the earth, or the (0, 0) by which devices say they do not know."""
    if lat is None or lon is None or not is_place(lat, lon) or (lat, lon) == (0, 0):
        return None
    return lat, lon


def to_gcj(lat: float, lon: float) -> Place:
    """Return a WGS-84 place as GCJ-02, which maps of mainland China are drawn in; elsewhere the place itself."""
    if not (_SOUTH <= lat <= _NORTH and _WEST <= lon <= _EAST):
        return lat, lon
    north, east = _shift(lat, lon)
    return lat + north, lon + east


def from_gcj(lat: float, lon: float) -> Place:
    """Return a GCJ-02 place as WGS-84, to less than a thousandth of a millimetre."""
    found_lat, found_lon = lat, lon
    for _ in range(_MOST_STEPS):
        seen_lat, seen_lon = to_gcj(found_lat, found_lon)
        off_lat, off_lon = lat - seen_lat, lon - seen_lon
        found_lat, found_lon = found_lat + off_lat, found_lon + off_lon
        if max(abs(off_lat), abs(off_lon)) < _EXACT_DEGREES:
            break
    return found_lat, found_lon


def _shift(lat: float, lon: float) -> tuple[float, float]:
    """Return by how many degrees the place is moved north and east."""
    x, y = lon - 105.0, lat - 35.0
    ripple = _waves(x, (20.0, 6.0), (20.0, 2.0))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    north += ripple + _waves(y, (20.0, 1.0), (40.0, 1 / 3), (160.0, 1 / 12), (320.0, 1 / 30))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    east += ripple + _waves(x, (20.0, 1.0), (40.0, 1 / 3), (150.0, 1 / 12), (300.0, 1 / 30))
    flat = 1 - _FLATNESS * math.sin(math.radians(lat)) ** 2
    meridian = _AXIS_M * (1 - _FLATNESS) / (flat * math.sqrt(flat))
    parallel = _AXIS_M / math.sqrt(flat) * math.cos(math.radians(lat))
    return math.degrees(north / meridian), math.degrees(east / parallel)


def _waves(at: float, *parts: tuple[float, float]) -> float:
    """Return the sum of sine waves (height, half waves a degree), two thirds of it."""
    return sum(height * math.sin(math.pi * rate * at) for height, rate in parts) * 2 / 3
