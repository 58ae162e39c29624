"""Distances, and the coordinates that Chinese maps are drawn in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare.platform import geo

# The same square in Beijing in both systems, as map services publish it.
WGS, GCJ = (39.908823, 116.397470), (39.910226, 116.403714)
inland = st.tuples(st.floats(18.0, 53.5), st.floats(73.5, 135.0))


class TestDistance:
    def test_is_known_between_cities(self):
        assert geo.distance_m(31.2304, 121.4737, 31.2990, 120.5853) == pytest.approx(84_800, rel=0.01)

    def test_is_half_the_earth_at_most(self):
        assert geo.distance_m(90, 0, -90, 0) == pytest.approx(20_015_115, rel=1e-6)
        assert geo.distance_m(1, 2, 1, 2) == 0


class TestGcj:
    def test_moves_a_place_as_published(self):
        assert geo.to_gcj(*WGS) == pytest.approx(GCJ, abs=1e-6)

    @given(inland)
    def test_comes_back_to_a_thousandth_of_a_millimetre(self, place):
        back = geo.from_gcj(*geo.to_gcj(*place))
        assert geo.distance_m(*place, *back) < 1e-6

    def test_leaves_places_abroad_alone(self):
        assert geo.to_gcj(48.8566, 2.3522) == (48.8566, 2.3522) == geo.from_gcj(48.8566, 2.3522)
