"""Where the ground of the maps comes from: a known service, or tiles of one's own. Without any, maps have none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict
from urllib.parse import quote, urlsplit

from django.core.exceptions import ImproperlyConfigured


class Tiles(TypedDict):
    """One ground: its layers from below upwards, and the datum they are drawn in."""

    layers: list[str]
    subdomains: str
    attribution: str
    datum: str
    max_zoom: int


_TIANDITU = (
    "https://t{{s}}.tianditu.gov.cn/{0}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={0}&STYLE=default"
    "&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={{key}}"
)
_AMAP = "https://webrd0{s}.is.autonavi.com/appmaptile?lang=zh_cn&size=1&scale=1&style=8&x={x}&y={y}&z={z}"
DATUMS = ("wgs84", "gcj02")
# What 天地图 calls CGCS2000 differs from WGS-84 by centimetres.
KNOWN = {
    "tianditu": Tiles(layers=[_TIANDITU.format("vec"), _TIANDITU.format("cva")], subdomains="01234567",
                      attribution="天地图", datum="wgs84", max_zoom=18),
    "amap": Tiles(layers=[_AMAP], subdomains="1234", attribution="高德地图", datum="gcj02", max_zoom=18),
    "osm": Tiles(layers=["https://tile.openstreetmap.org/{z}/{x}/{y}.png"], subdomains="",
                 attribution="© OpenStreetMap", datum="wgs84", max_zoom=19),
}  # fmt: skip


def read(settings: Mapping[str, str]) -> Tiles | None:
    """
    Return the ground that the environment asks for in `AFTERCARE_TILES`: a known name or addresses; None without one.

    :raises ImproperlyConfigured: when an address is no pattern of tiles, or the datum is unknown.
    """
    asked = settings.get("AFTERCARE_TILES", "").strip()
    if not asked:
        return None
    own = Tiles(layers=asked.split(), subdomains="", attribution="", datum="wgs84", max_zoom=18)
    found = Tiles(**KNOWN.get(asked, own))
    found["subdomains"] = settings.get("AFTERCARE_TILES_SUBDOMAINS", found["subdomains"])
    found["attribution"] = settings.get("AFTERCARE_TILES_ATTRIBUTION", found["attribution"])
    found["datum"] = settings.get("AFTERCARE_TILES_DATUM", found["datum"])
    if found["datum"] not in DATUMS:
        raise ImproperlyConfigured(f"AFTERCARE_TILES_DATUM must be one of {', '.join(DATUMS)}.")
    key = quote(settings.get("AFTERCARE_TILES_KEY", ""), safe="")
    found["layers"] = [_checked(address.replace("{key}", key)) for address in found["layers"]]
    return found


def hosts(tiles: Tiles | None) -> list[str]:
    """Return the origins that pages may load tiles from, and no others."""
    found: list[str] = []
    for address in tiles["layers"] if tiles else []:
        scheme, host, *_rest = urlsplit(address)
        names = [host.replace("{s}", letter) for letter in tiles["subdomains"]] if tiles and "{s}" in host else [host]
        found += [origin for name in names if (origin := f"{scheme}://{name}") not in found]
    return found


def _checked(address: str) -> str:
    parts = urlsplit(address)
    is_pattern = all(mark in address for mark in ("{x}", "{y}", "{z}"))
    if parts.scheme not in {"https", "http"} or not parts.netloc or not is_pattern or set(address) & set("\"';,<>"):
        raise ImproperlyConfigured(f"AFTERCARE_TILES: {address!r} is no address of tiles with {{x}}, {{y}} and {{z}}.")
    return address
