"""Makes two entries of a catalogue one, and takes them apart again.

What is needed to take them apart stands in the `CatalogueMerge`: the entry, and the rows that
were moved, dropped or made, as they were. Entry and rows come back with their old keys, so that
their histories go on.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import BooleanField
from django.utils.translation import gettext as _

from ropa.audit import acting
from ropa.models import CatalogueMerge
from ropa.models.catalogue import normalise_spelling
from ropa.resources.merged import CATALOGUE_OF, ENTRIES
from ropa.resources.scope import path_to_organisation
from ropa.services.remembered import Values, made_again, unchanged, values_of


@dataclass(frozen=True)
class Plan:
    """What a merge would do: the uses by organisation, doubled ones, and the synonyms.

    `flags` are what the merged entry says of its data and the kept one does not, Art. 9 above all.
    """

    uses: list[tuple[str, int]]
    doubled: list[Any]
    synonyms: list[str]
    flags: list[str]


@dataclass(frozen=True)
class Undone:
    """What an undoing brought back, and how many rows stayed where the merge had put them."""

    entry: Any
    back: int
    stayed: int


def plan_merge(kept: Any, merged: Any) -> Plan:
    """Tell what merging `merged` into `kept` would move. Nothing is written."""
    _refuse_unfit(kept, merged)
    uses = list(merged.uses.select_related(*_path_to_name(merged)))
    twins = _twins(kept, merged)
    names = Counter(_organisation_of(use) for use in uses)
    spellings = [each.spelling for each in merged.synonyms.all()]
    return Plan(
        sorted(names.items()),
        [use for use in uses if use.pk in twins],
        [*spellings, *_new_spellings(kept, merged)],
        [
            str(each.verbose_name)
            for each in merged._meta.concrete_fields
            if isinstance(each, BooleanField)
            and getattr(merged, each.name)
            and not getattr(kept, each.name)
        ],
    )


@transaction.atomic
def merge_entries(kept: Any, merged: Any, *, at: datetime, by: User | None) -> CatalogueMerge:
    """Let `kept` stand for `merged` everywhere, and remove `merged`.

    A use that would stand twice in its place is dropped and remembered. Raises
    `ValidationError` when the two cannot be merged.
    """
    _refuse_unfit(kept, merged)
    list(type(kept).objects.select_for_update().filter(pk__in=(kept.pk, merged.pk)))
    reason = _("%(merged)s merged into %(kept)s") % {"merged": merged.code, "kept": kept.code}
    with acting(reason=reason):
        twins = _twins(kept, merged)
        uses = list(merged.uses.order_by("pk"))
        dropped = [use for use in uses if use.pk in twins]
        moved = {
            "dropped": [{**values_of(use), "twin": twins[use.pk]} for use in dropped],
            "uses": [values_of(use) for use in uses if use.pk not in twins],
            "synonyms": [values_of(each) for each in merged.synonyms.order_by("pk")],
        }
        merged.uses.filter(pk__in=[use.pk for use in dropped]).delete()
        merged.uses.update(**{_column(merged): kept})
        merged.synonyms.update(entry=kept)
        moved["made"] = [values_of(each) for each in _add_spellings(kept, merged)]
        entry = values_of(merged)
        merged.delete()
        return CatalogueMerge.objects.create(
            catalogue=CATALOGUE_OF[type(kept)],
            kept_code=kept.code,
            merged_code=merged.code,
            entry=entry,
            moved=moved,
            merged_at=at,
            merged_by=by,
        )


@transaction.atomic
def undo_merge(merge: CatalogueMerge, *, at: datetime) -> Undone:
    """Make the merged entry again and give it back what it had.

    Rows that were changed or removed since, and new ones, stay with the kept entry. Raises
    `ValidationError` where the merge cannot be taken apart.
    """
    merge = CatalogueMerge.objects.select_for_update().get(pk=merge.pk)
    model = ENTRIES[merge.catalogue]
    kept = _kept(merge, model)
    reason = _("Merge of %(merged)s into %(kept)s undone") % {
        "merged": merge.merged_code,
        "kept": merge.kept_code,
    }
    with acting(reason=reason):
        entry = made_again(model, merge.entry)
        uses, synonyms = entry.uses.model.objects, entry.synonyms.model.objects
        moved, column = merge.moved, f"{_column(entry)}_id"
        for each in unchanged(synonyms, moved["made"], {"entry_id": kept.pk}):
            each.delete()
        back = unchanged(uses, moved["uses"], {column: kept.pk})
        uses.filter(pk__in=[use.pk for use in back]).update(**{column: entry.pk})
        again = _dropped_again(uses.model, moved["dropped"], column, kept.pk)
        spellings = unchanged(synonyms, moved["synonyms"], {"entry_id": kept.pk})
        synonyms.filter(pk__in=[each.pk for each in spellings]).update(entry=entry)
        merge.undone_at = at
        merge.save()
    found = len(back) + len(again)
    return Undone(entry, found, len(moved["uses"]) + len(moved["dropped"]) - found)


def _refuse_unfit(kept: Any, merged: Any) -> None:
    if type(kept) is not type(merged):
        raise ValidationError(_("Entries of two catalogues cannot be merged."))
    if kept.pk == merged.pk:
        raise ValidationError(_("An entry cannot be merged into itself; choose another one."))


def _kept(merge: CatalogueMerge, model: Any) -> Any:
    """The entry that was kept, if the merge can be taken apart."""
    words = {"kept": merge.kept_code, "merged": merge.merged_code}
    if merge.undone_at is not None:
        raise ValidationError(_("This merge is undone already."))
    kept = model.objects.select_for_update().filter(code=merge.kept_code).first()
    if kept is None:
        later = CatalogueMerge.objects.filter(
            catalogue=merge.catalogue, merged_code=merge.kept_code, undone_at=None
        ).first()
        if later is None:
            raise ValidationError(
                _("“%(kept)s” was removed or has another code now; nothing can be taken from it.")
                % words
            )
        raise ValidationError(
            _("“%(kept)s” itself was merged into “%(into)s”; undo that merge first.")
            % {**words, "into": later.kept_code}
        )
    if model.objects.filter(code=merge.merged_code).exists():
        raise ValidationError(
            _("There is a new entry “%(merged)s”; merge it or give it another code first.") % words
        )
    return kept


def _twins(kept: Any, merged: Any) -> dict[Any, Any]:
    """Uses of `merged` that would stand twice in their place, with the one that stays there."""
    taken = {_place(use): use.pk for use in kept.uses.all()}
    uses = ((use.pk, taken.get(_place(use))) for use in merged.uses.all())
    return {pk: twin for pk, twin in uses if twin is not None}


def _place(use: Any) -> tuple[Any, str]:
    """What may stand once: the line or the activity, and the wording there."""
    parent = "activity_id" if hasattr(use, "activity_id") else "purpose_id"
    return getattr(use, parent), use.wording


def _new_spellings(kept: Any, merged: Any) -> list[str]:
    """Name and code of `merged` as synonyms, as far as they mean nothing else."""
    own = {normalise_spelling(text) for text in (kept.name, kept.code)}
    found: dict[str, str] = {}
    for text in (merged.name, merged.code):
        found.setdefault(normalise_spelling(text), text)
    model = merged.synonyms.model
    known = model.objects.filter(normalised__in=found).values_list("normalised", flat=True)
    return [text for normal, text in found.items() if normal not in {*own, *known}]


def _add_spellings(kept: Any, merged: Any) -> list[Any]:
    return [
        kept.synonyms.create(spelling=text, normalised=normalise_spelling(text))
        for text in _new_spellings(kept, merged)
    ]


def _dropped_again(model: Any, dropped: Iterable[Values], column: str, kept: Any) -> list[Any]:
    """Make dropped uses again where the one that doubled them still stands in its place."""
    found = []
    for remembered in dropped:
        values = {name: value for name, value in remembered.items() if name != "twin"}
        row = model(**values)
        twin = model.objects.filter(pk=remembered["twin"], **{column: kept}).first()
        if twin is not None and _place(twin) == _place(row):
            row.save(force_insert=True)
            found.append(row)
    return found


def _column(entry: Any) -> str:
    """The field by which a use names its entry."""
    name: str = entry._meta.get_field("uses").field.name
    return name


def _path_to_name(entry: Any) -> tuple[str, ...]:
    return (path_to_organisation(entry.uses.model), _column(entry))


def _organisation_of(use: Any) -> str:
    parent = use.activity if hasattr(use, "activity_id") else use.purpose
    return str(parent.organisation)
