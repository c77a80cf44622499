"""The sub-processors that a vendor's own list names, Art. 28(2) and (4)."""

from collections import defaultdict, deque
from collections.abc import Mapping

from django.utils.translation import gettext as _

from ropa.models import SubProcessing, VendorSource
from ropa.services.vendor_import.cells import Cells, Refusal, Said
from ropa.services.vendor_import.drafts import Dossier, Draft, Plan
from ropa.services.vendor_import.register import Register
from ropa.vendor_lists.names import normalise

# Fields that say something of our own use of a vendor; a vendor's list knows nothing of it.
NOT_READ = ("activities", "role", "recipient", "position", "agreement_type", "expires_on")


class Chain:
    """The links from one vendor to its sub-processors, and those that lead back to it."""

    def __init__(self, register: Register, source: VendorSource) -> None:
        self._register = register
        self._title = source.title
        self.owner = register.of(source.vendor_id)
        self._links: defaultdict[Dossier, list[Draft]] = defaultdict(list)
        above: defaultdict[int, list[int]] = defaultdict(list)
        for link in SubProcessing.objects.filter(organisation=register.organisation):
            above[link.sub_processor_id].append(link.vendor_id)
            if link.vendor_id == source.vendor_id:
                draft = Draft(link)
                register.drafts.append(draft)
                self._links[register.of(link.sub_processor_id)].append(draft)
        self._towards = _paths(above, self.owner.vendor.row.pk)

    def plan(self, plan: Plan, dossier: Dossier, said: Said, cells: Cells) -> None:
        """Plan the link to one sub-processor. Raises `Refusal` for a circle of any length."""
        self._refuse_circle(dossier)
        service = str(said.use.get("service", ""))
        link = self._find(plan, dossier, service, said.spelling)
        if link is None:
            link = self._new(plan, dossier, service)
        elif service:
            plan.say(link, "service", service, heading=cells.heading("service"))
        if data := said.use.get("data_limitation"):
            plan.say(link, "data", data, heading=cells.heading("data_limitation"))
        if said.agreement and said.agreement.signed_on:
            since = said.agreement.signed_on
            plan.say(link, "since_on", since, heading=cells.heading("signed_on"))
        if link.row.ended_on:
            plan.messages.append(
                _("The link ended on %(day)s in the register, and the list names it: look which.")
                % {"day": link.row.ended_on.isoformat()}
            )
        plan.touch(link)

    def take(self, plan: Plan) -> None:
        """Let the chain hold the links that an accepted row makes."""
        for dossier, draft in plan.new:
            if isinstance(draft.row, SubProcessing):
                self._links[dossier].append(draft)

    def _refuse_circle(self, dossier: Dossier) -> None:
        if dossier is self.owner:
            raise Refusal(_("A vendor cannot be its own sub-processor."))
        step = self._towards.get(dossier.vendor.row.pk)
        if step is None:
            return
        names = [self.owner.name, dossier.name]
        while step != self.owner.vendor.row.pk:
            names.append(self._register.of(step).name)
            step = self._towards[step]
        names.append(self.owner.name)
        raise Refusal(
            _("That would close a circle of sub-processors: %(names)s.")
            % {"names": " → ".join(names)}
        )

    def _find(self, plan: Plan, dossier: Dossier, service: str, spelling: str) -> Draft | None:
        """The link of that service, or the only one whose service no other row means."""
        links = self._links.get(dossier, [])
        same = [each for each in links if normalise(each.row.service) == normalise(service)]
        same.sort(key=lambda each: each.row.service != service)
        if same:
            return same[0]
        free = [
            each
            for each in links
            if not each.claimed_by_others(plan.line)
            and not self._register.is_heard(each.row.service, spelling)
        ]
        return free[0] if len(free) == 1 else None

    def _new(self, plan: Plan, dossier: Dossier, service: str) -> Draft:
        row = SubProcessing(
            organisation=self._register.organisation,
            vendor=self.owner.vendor.row,
            sub_processor=dossier.vendor.row,
        )
        link = Draft(row)
        plan.say(link, "service", service)
        plan.assume(link, "source", self._title)
        names = f"{self.owner.name} → {dossier.name}"
        plan.add(dossier, link, f"{names} · {service}" if service else names)
        plan.is_creating = True
        return link


def _paths(above: Mapping[int, list[int]], owner: int) -> dict[int, int]:
    """For each vendor that the owner works for, over however many links: the next one below.

    One look is enough for a whole list: all links that it makes begin at the owner, and none of
    them leads to the owner.
    """
    towards: dict[int, int] = {}
    queue = deque([owner])
    while queue:
        below = queue.popleft()
        for vendor in above.get(below, ()):
            if vendor not in towards and vendor != owner:
                towards[vendor] = below
                queue.append(vendor)
    return towards
