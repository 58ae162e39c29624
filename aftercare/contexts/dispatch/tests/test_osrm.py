"""A real OSRM on a small town of straight streets: what it says, and what happens when it falls silent."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from aftercare.contexts.dispatch import ways
from aftercare.contexts.dispatch.models import KnownWay
from aftercare.contexts.dispatch.travel import Roads, Speeds
from aftercare.contexts.dispatch.travel.breaker import Breaker
from aftercare.contexts.dispatch.travel.osrm import Osrm, Unreachable
from aftercare.contexts.dispatch.travel.tables import table

TOOLS = Path(__file__).resolve().parents[4] / ".venv/share/osrm/osrm"
SOUTH, WEST, STEP, SIDE = 31.2, 121.4, 0.005, 6
# Two corners of the town, and an island that no street leads to.
HERE, THERE = (SOUTH, WEST), (SOUTH + 4 * STEP, WEST + 4 * STEP)


def town(path: Path) -> None:
    """Write a town of crossing streets and one lone street far off."""
    osm = ElementTree.Element("osm", version="0.6")

    def corner(number: int, lat: float, lon: float) -> None:
        ElementTree.SubElement(osm, "node", id=str(number), lat=f"{lat:.6f}", lon=f"{lon:.6f}", version="1")

    streets = [[row * SIDE + n + 1 for n in range(SIDE)] for row in range(SIDE)]
    streets += [[n * SIDE + row + 1 for n in range(SIDE)] for row in range(SIDE)]
    for number in range(SIDE * SIDE):
        corner(number + 1, SOUTH + number // SIDE * STEP, WEST + number % SIDE * STEP)
    for number in (901, 902):
        corner(number, SOUTH + 1, WEST + (number - 901) * STEP)
    for number, nodes in enumerate([*streets, [901, 902]]):
        way = ElementTree.SubElement(osm, "way", id=str(number + 1), version="1")
        for node in nodes:
            ElementTree.SubElement(way, "nd", ref=str(node))
        ElementTree.SubElement(way, "tag", k="highway", v="residential")
    ElementTree.ElementTree(osm).write(path, encoding="utf-8", xml_declaration=True)


def tool(name: str, *words: object) -> list[str]:
    return [str(TOOLS / "bin" / name), *map(str, words)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Give the address and the process of an OSRM that knows the town."""
    folder = tmp_path_factory.mktemp("roads")
    town(folder / "town.osm")
    for words in (
        tool("osrm-extract", "-p", next(TOOLS.rglob("car.lua")), folder / "town.osm"),
        tool("osrm-contract", folder / "town.osrm"),
    ):
        subprocess.run(words, check=True, capture_output=True, timeout=60)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = tool("osrm-routed", "--ip", "127.0.0.1", "--port", port, folder / "town.osrm")
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            Osrm(address, timeout_seconds=1).table([HERE], [HERE])
            break
        except Unreachable:
            time.sleep(0.05)
    yield address, process
    process.kill()
    process.wait(10)


class TestOsrm:
    def test_goes_around_the_blocks_and_not_across(self, server):
        (way,), (back,) = Osrm(server[0]).table([HERE], [THERE]), Osrm(server[0]).table([THERE], [HERE])
        assert way[0].metres == pytest.approx(4 * 556 + 4 * 476, rel=0.02)
        assert back[0].metres == pytest.approx(way[0].metres, abs=2)
        assert 200 < way[0].seconds < 1200

    def test_draws_the_way_through_places_in_order(self, server):
        corner = (HERE[0], THERE[1])
        way, line = Osrm(server[0]).route([HERE, corner, THERE])
        assert way.metres == pytest.approx(4 * 556 + 4 * 476, rel=0.02)
        assert line[0] == pytest.approx(HERE, abs=1e-4) and line[-1] == pytest.approx(THERE, abs=1e-4)
        assert any(point == pytest.approx(corner, abs=1e-4) for point in line)

    def test_says_where_no_road_leads(self, server):
        island = (SOUTH + 1, WEST)
        found = table(Roads(Speeds(), Osrm(server[0])), [HERE, island])
        assert found.unreachable.tolist() == [[False, True], [True, False]] and not found.told.any()
        assert found.seconds[0, 1] > 3600

    def test_is_asked_by_a_page_and_never_by_a_command(self, server, settings, db):
        settings.OSRM_URL = server[0]
        (asked,) = ways.roads_of(None, asking=True).to(THERE, [HERE])
        assert asked == Osrm(server[0]).table([HERE], [THERE])[0][0]
        assert KnownWay.objects.filter(metres=asked.metres).exists()
        assert ways.roads_of(None).to(THERE, [HERE]) == Roads(Speeds()).to(THERE, [HERE])

    @pytest.mark.parametrize("places", [[(95.0, 0.0)], []])
    def test_passes_on_no_nonsense(self, server, places):
        with pytest.raises(Unreachable):
            Osrm(server[0]).table(places, places)


class TestSilence:
    def test_in_the_middle_leaves_the_reckoning_and_later_asks_again(self, server):
        address, process = server
        moment = [0.0]
        breaker = Breaker(failures=2, rest_seconds=60, now=lambda: moment[0])
        roads = Roads(Speeds(), Osrm(address, timeout_seconds=0.5), breaker=breaker)
        known = table(roads, [HERE, THERE])
        assert known.told.sum() == 2
        process.send_signal(signal.SIGSTOP)  # It hangs: the worst way to be down.
        os.waitpid(process.pid, os.WUNTRACED)
        try:
            assert [table(roads, [HERE, THERE]).told.sum() for _ in range(3)] == [0] * 3
            began = time.monotonic()
            table(roads, [HERE, THERE])
            assert time.monotonic() - began < 0.4, "an open breaker does not wait"
        finally:
            process.send_signal(signal.SIGCONT)
        assert not table(roads, [HERE, THERE]).told.any()
        moment[0] = 61.0
        assert (table(roads, [HERE, THERE]).seconds == known.seconds).all()
