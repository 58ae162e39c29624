"""What the scripts reckon themselves comes out as on the server."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from aftercare.contexts.dispatch.travel import Speeds
from aftercare.platform import geo

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
const typescript = require("typescript"), fs = require("fs");
const source = typescript.transpile(fs.readFileSync(process.argv[1], "utf8"), { module: "commonjs", target: "es2022" });
const made = { exports: {} };
new Function("exports", "module", source)(made.exports, made);
const asked = JSON.parse(process.argv[2]);
process.stdout.write(JSON.stringify(asked.map(([name, ...given]) => made.exports[name](...given))));
"""


def call(module, *asked):
    """Return what functions of a TypeScript module without imports answer."""
    node = shutil.which("node", path=f"{os.environ['PATH']}{os.pathsep}{ROOT / '.venv/bin'}")
    assert node, "no Node found; `make setup` brings one"
    command = [node, "-e", SCRIPT, str(ROOT / "frontend" / module), json.dumps(asked)]
    return json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


class TestDatum:
    def test_shifts_beijing_as_the_published_vector(self):
        (found,) = call("map/datum.ts", ["toGcj", 39.908823, 116.397470])
        assert found == pytest.approx([39.910226, 116.403714], abs=1e-6)

    def test_is_the_servers_everywhere_and_comes_back(self):
        places = [(31.2304, 121.4737), (22.5431, 114.0579), (45.8038, 126.5350), (48.8566, 2.3522)]
        there = call("map/datum.ts", *(["toGcj", *place] for place in places))
        assert there == [pytest.approx(geo.to_gcj(*place), abs=1e-12) for place in places]
        back = call("map/datum.ts", *(["fromGcj", *place] for place in there))
        assert [geo.distance_m(*was, *now) < 1e-6 for was, now in zip(places, back, strict=True)] == [True] * 4


class TestWay:
    @pytest.mark.parametrize("metres", [0, 400, 1_000, 7_350, 42_000, 250_000, 1_200_000])
    def test_is_as_long_as_on_the_server(self, metres):
        way = Speeds().way(metres)
        (found,) = call("board/roads.ts", ["reckon", metres, 1])
        assert found["minutes"] == math.ceil(way.seconds / 60)
        assert found["km"] == pytest.approx(way.metres / 1000, abs=0.001)

    def test_is_straight_along_the_surface_of_the_earth(self):
        (found,) = call("board/roads.ts", ["straight", {"lat": 31.23, "lon": 121.47}, {"lat": 39.9, "lon": 116.4}])
        assert found == pytest.approx(geo.distance_m(31.23, 121.47, 39.9, 116.4), abs=0.01)
