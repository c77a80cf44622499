"""Two versions of a list side by side: which vendors came, went, and are described otherwise."""

from dataclasses import dataclass

from ropa.models import SubProcessorList
from ropa.services.differences import Kind

Said = tuple[str, str, str, str]  # name, service, data, location


@dataclass(frozen=True)
class Difference:
    """One vendor that differs, with what each version says of it."""

    kind: Kind
    name: str
    old: tuple[Said, ...]
    new: tuple[Said, ...]


def compare(old: SubProcessorList | None, new: SubProcessorList) -> list[Difference]:
    """Return what differs, by vendor and not by place; without `old`, everything was added."""
    before, after = _by_vendor(old), _by_vendor(new)
    found = []
    for vendor in dict.fromkeys((*after, *before)):
        was, now = before.get(vendor, ()), after.get(vendor, ())
        if was == now:
            continue
        kind = Kind.CHANGED if was and now else Kind.ADDED if now else Kind.REMOVED
        found.append(Difference(kind, (now or was)[0][0], was, now))
    return found


def before(version: SubProcessorList) -> SubProcessorList | None:
    """Return the version that was published before this one."""
    ours = SubProcessorList.objects.published().filter(organisation=version.organisation_id)
    return ours.filter(number__lt=version.number).first()


def added(version: SubProcessorList) -> list[str]:
    """The vendors that the version before did not have; none of the first version counts so."""
    earlier = before(version)
    if earlier is None:
        return []
    return [each.name for each in compare(earlier, version) if each.kind is Kind.ADDED]


def _by_vendor(version: SubProcessorList | None) -> dict[int, tuple[Said, ...]]:
    found: dict[int, list[Said]] = {}
    for each in version.entries.all() if version else ():
        said = (each.name, each.service, each.data, each.location)
        found.setdefault(each.vendor_id, []).append(said)
    return {vendor: tuple(said) for vendor, said in found.items()}
