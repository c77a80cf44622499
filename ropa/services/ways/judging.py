"""What is known of the safeguard of a way, Art. 44 to 49. Whether one fits is told by the gaps."""

from collections.abc import Iterable
from functools import cache

from ropa.pictures.ways import Place, State
from ropa.services.ways.ground import NOBODY, Ground, Movement
from ropa.transfers.countries import law_of
from ropa.transfers.facts import Judgement
from ropa.transfers.facts import Movement as Judged
from ropa.transfers.fit import judge


class Judge:
    """Tells the state of ways; a country is judged once for each law."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._judged = cache(self._judge)

    def state(
        self, entity: int, holder: int | None, place: Place, movements: Iterable[Movement]
    ) -> State:
        """Say how a way stands: `holder` is the vendor at its end, where it is one."""
        found = self._judged(self._law(entity), place.country) if place.country else None
        if found is not None and not found.is_needed:
            return State.INSIDE
        if (holder, place.kind, place.country) in self.ground.ruled_out:
            return State.NO_TRANSFER
        if any(movement.mechanisms for movement in movements):
            return State.RECORDED
        if found is None:
            return State.UNKNOWN
        return State.ADEQUATE if found.by_law else State.NONE

    def _law(self, entity: int) -> str:
        """The law of the exporter; one outside the three areas is under the GDPR, Art. 3(2)."""
        country = self.ground.countries.get(entity) or self.ground.countries[NOBODY]
        return law_of(country) or "eu"

    def _judge(self, law: str, country: str) -> Judgement:
        movement = Judged(on=self.ground.on, law=law, country=country)
        return judge(movement, (), self.ground.decisions)
