"""Records: models whose every path of change writes history in the same transaction.

`save` and `delete` of one row, and `update`, `bulk_create` and `bulk_update` of many. Rows are
never changed by the database on its own: foreign keys protect or cascade, none is set to null.
"""

from collections.abc import Collection, Iterable
from typing import Any, ClassVar, TypeVar

from django.db import NotSupportedError, models, transaction
from simple_history.models import HistoricalRecords

from ropa.audit.act import current_act
from ropa.audit.bulk import CHUNK as CHUNK
from ropa.audit.bulk import copy_into_history, write_values
from ropa.audit.telling import tell, together

M = TypeVar("M", bound=models.Model)


class Trail(HistoricalRecords):
    """The history of one model: who, when, why, before and after."""

    def get_history_user(self, instance: models.Model) -> Any:
        return current_act().user or super().get_history_user(instance)

    def get_change_reason_for_object(
        self, instance: models.Model, history_type: str, using: str | None
    ) -> str | None:
        said = super().get_change_reason_for_object(instance, history_type, using)
        return said or current_act().reason or None

    def create_historical_record(
        self, instance: models.Model, history_type: str, using: str | None = None
    ) -> None:
        super().create_historical_record(instance, history_type, using=using)
        tell(type(instance), [instance.pk])


class RecordQuerySet(models.QuerySet[M]):
    """A queryset whose bulk changes write history as single saves do."""

    def update(self, **values: Any) -> int:
        with transaction.atomic(using=self.db):
            keys = list(self.values_list("pk", flat=True))
            count = super().update(**values)
            self._write_history(keys)
        return count

    def bulk_create(self, objs: Iterable[M], **options: Any) -> list[M]:  # type: ignore[override]
        """Create many rows; merging conflicts is refused, for history could not tell."""
        if options.get("ignore_conflicts") or options.get("update_conflicts"):
            raise NotSupportedError("Create or update the rows one by one.")
        with transaction.atomic(using=self.db):
            made: list[M] = super().bulk_create(objs, **{"batch_size": CHUNK, **options})
            self._write_history([row.pk for row in made], history_type="+")
        return made

    def bulk_update(  # type: ignore[override]
        self, objs: Iterable[M], fields: Iterable[str], **options: Any
    ) -> int:
        """Update plain values of many rows. Expressions are for `update`."""
        rows, names = list(objs), list(fields)
        with transaction.atomic(using=self.db):
            write_values(self.model, rows, names, using=self.db)
            self._write_history([row.pk for row in rows])
        return len(rows)

    def _write_history(self, keys: list[Any], *, history_type: str = "~") -> None:
        copy_into_history(self.model, keys, history_type=history_type, using=self.db)
        tell(self.model, keys)

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=self.db), together():
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class Record(models.Model):
    """A row that an officer keeps. Every subclass says `history = Trail()`."""

    derived_fields: ClassVar[tuple[str, ...]] = ()  # filled in by the model, on no form

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"  # related managers change rows through it

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        super().validate_unique(self._without_derived(exclude))

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Check constraints over derived fields too, which a form would leave out."""
        super().validate_constraints(self._without_derived(exclude))

    def _without_derived(self, exclude: Collection[str] | None) -> set[str]:
        return set(exclude or ()) - set(self.derived_fields)

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic(), together():
            return super().delete(*args, **kwargs)
