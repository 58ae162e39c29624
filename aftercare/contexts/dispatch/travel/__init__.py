"""How long the way takes: reckoned from the straight line until a map service knows the roads."""

from aftercare.contexts.dispatch.travel.roads import Roads
from aftercare.contexts.dispatch.travel.speeds import Band, Speeds, Way, band_of

__all__ = ["Band", "Roads", "Speeds", "Way", "band_of"]
