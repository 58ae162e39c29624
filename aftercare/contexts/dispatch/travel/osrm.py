"""The roads as an OSRM server knows them (https://project-osrm.org/docs/v5.24.0/api/)."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from http.client import HTTPException
from typing import Any

from aftercare.contexts.dispatch.travel.speeds import Way
from aftercare.platform.geo import Place


class Unreachable(Exception):
    """The map service gave no answer that can be used."""


class Osrm:
    """One OSRM server; places are (latitude, longitude) in WGS-84."""

    name = "osrm"

    def __init__(self, url: str, *, timeout_seconds: float = 5.0, profile: str = "driving") -> None:
        self.url = url.rstrip("/")
        self.timeout = timeout_seconds
        self.profile = profile

    def table(self, origins: Sequence[Place], goals: Sequence[Place]) -> list[list[Way | None]]:
        """
        Return the way from each origin to each goal; None where no road leads.

        :raises Unreachable: when the server is down, slow, or says something else.
        """
        first, last = _numbers(0, len(origins)), _numbers(len(origins), len(goals))
        options = f"annotations=duration,distance&sources={first}&destinations={last}"
        found = self._ask("table", [*origins, *goals], options)
        try:
            return [
                [_way(seconds, metres) for seconds, metres in zip(times, lengths, strict=True)]
                for times, lengths in zip(found["durations"], found["distances"], strict=True)
            ]
        except (KeyError, TypeError, ValueError) as error:
            raise Unreachable("the table cannot be read") from error

    def route(self, places: Sequence[Place]) -> tuple[Way, list[Place]]:
        """
        Return the way through the places in this order, and the line to draw.

        :raises Unreachable: as `table`, and when no road leads through them.
        """
        found = self._ask("route", places, "overview=simplified&geometries=geojson")
        try:
            first = found["routes"][0]
            line = [(lat, lon) for lon, lat in first["geometry"]["coordinates"]]
            return Way(round(first["duration"]), round(first["distance"])), line
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise Unreachable("the route cannot be read") from error

    def _ask(self, service: str, places: Sequence[Place], options: str) -> Any:
        through = ";".join(f"{lon:.6f},{lat:.6f}" for lat, lon in places)
        address = f"{self.url}/{service}/v1/{self.profile}/{through}?{options}"
        try:
            with urllib.request.urlopen(address, timeout=self.timeout) as answer:  # noqa: S310 - the operator's own
                found = json.load(answer)
        except (urllib.error.URLError, HTTPException, TimeoutError, OSError, ValueError) as error:
            raise Unreachable(str(error)) from error
        if not isinstance(found, dict) or found.get("code") != "Ok":
            raise Unreachable(f"the server said {found!r:.200}")
        return found


def _numbers(begin: int, count: int) -> str:
    return ";".join(str(number) for number in range(begin, begin + count))


def _way(seconds: float | None, metres: float | None) -> Way | None:
    return None if seconds is None or metres is None else Way(round(seconds), round(metres))
