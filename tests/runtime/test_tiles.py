"""The ground of the maps: what an operator may set, and what pages may load because of it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from aftercare.config import tiles


def read(address="", **more):
    return tiles.read({"AFTERCARE_TILES": address} | {f"AFTERCARE_TILES_{key}": value for key, value in more.items()})


def test_without_a_setting_there_is_no_ground_and_no_host():
    assert read() is None
    assert tiles.hosts(None) == []


def test_knows_tianditu_with_the_operators_key():
    found = read("tianditu", KEY="a b&c")
    assert all("tk=a%20b%26c" in layer for layer in found["layers"])
    assert tiles.hosts(found)[:2] == ["https://t0.tianditu.gov.cn", "https://t1.tianditu.gov.cn"]
    assert len(tiles.hosts(found)) == 8


def test_draws_amap_in_the_datum_it_is_made_in():
    assert read("amap")["datum"] == "gcj02"
    assert "https://webrd01.is.autonavi.com" in tiles.hosts(read("amap"))


def test_takes_tiles_of_ones_own():
    found = read("https://tiles.example.com/{z}/{x}/{y}.png", ATTRIBUTION="我们的地图", DATUM="gcj02")
    assert (found["attribution"], found["datum"]) == ("我们的地图", "gcj02")
    assert tiles.hosts(found) == ["https://tiles.example.com"]


@pytest.mark.parametrize(
    "wrong", ["baidu", "javascript:{x}{y}{z}", "https://tiles.example.com/{z}/{x}.png", "https://a.example;{x}{y}{z}"]
)
def test_refuses_what_is_no_address_of_tiles(wrong):
    with pytest.raises(ImproperlyConfigured):
        read(wrong)


def test_refuses_an_unknown_datum():
    with pytest.raises(ImproperlyConfigured):
        read("osm", DATUM="bd09")
