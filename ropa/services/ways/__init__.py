"""Where the data of a register go, read for the map and the flow diagram."""

from ropa.services.ways.building import Found, TooManyWays, ways_of

__all__ = ("Found", "TooManyWays", "ways_of")
