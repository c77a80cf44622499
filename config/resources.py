"""Imports and exports as this product wants them, and where uploads wait for their confirmation."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Protocol

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import ModelResource
from import_export.results import RowResult
from import_export.tmp_storages import CacheStorage

from config.formulas import neutralise
from config.matching import PLACE, Key, match_by_place
from config.widgets import CodeWidget, Lookup, TextWidget, read_cell, widget_for

Row = dict[str, str]


class OwnUploads(CacheStorage):
    """An upload waits in the cache for a day; bound to its user by the import view."""

    CACHE_LIFETIME = 24 * 60 * 60  # seconds


class Scope(Protocol):
    """What an import or export may see."""

    def rows(self, model: type[models.Model]) -> Iterable[Any]: ...
    def lookup(self, model: type[models.Model]) -> Lookup: ...


class RowLoader(BaseInstanceLoader):
    """Finds a row by its key among the rows of the scope, which are read with one query.

    `rows` are those of the file; with them, values that only moved are found again.
    """

    def __init__(self, resource: Any, rows: list[Row]) -> None:
        super().__init__(resource)
        existing = resource.existing()
        if PLACE in resource.key_columns:
            self.by_key = match_by_place(resource, existing, rows)
        else:
            self.by_key = {resource.key_of(row): row for row in existing}

    def get_instance(self, row: Row) -> Any:
        try:
            return self.by_key.get(self.resource.key_in(row))
        except ValueError:  # said again, in its column, when the row is read
            return None


class UnnamedResult(RowResult):
    """Keeps the row and not its name: the names of many rows cost a query each."""

    def add_instance_info(self, instance: Any) -> None:
        self.object_id = instance.pk


class NoDiff:
    """Stands for the HTML difference of the library, which costs more than the import itself."""

    def __init__(self, resource: Any, instance: Any, new: bool) -> None:
        pass

    def compare_with(self, resource: Any, instance: Any) -> None:
        pass


class RegisterResource(ModelResource):
    """Rows of a register as a sheet: checked on the way in, harmless on the way out.

    Columns have the names of the model's fields. A row is found by `import_id_fields`, inside
    the scope alone, and other rows are named by their codes. A text that a spreadsheet would
    run leaves with an apostrophe before it and loses it when it comes back.
    """

    class Meta:
        clean_model_instances = True  # without it, choices and validators are not checked
        skip_unchanged = True
        report_skipped = True
        skip_html_diff = True
        store_instance = True
        use_transactions = True
        instance_loader_class = RowLoader

    def __init__(self, scope: Scope, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scope = scope
        self.columns: list[tuple[str, Field]] = list(
            zip(self.get_export_headers(), self.get_export_fields(), strict=True)
        )
        for _column, field in self.columns:
            if isinstance(field.widget, CodeWidget):
                field.widget.lookup = scope.lookup(field.widget.model)

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: Any, readonly: bool) -> Field:
        return cls.DEFAULT_RESOURCE_FIELD(
            attribute=django_field.attname,
            column_name=field_name,
            widget=widget_for(django_field),
            readonly=readonly,
            default=django_field.default,
        )

    @classmethod
    def get_diff_class(cls) -> type[NoDiff]:
        return NoDiff

    @classmethod
    def get_row_result_class(cls) -> type[UnnamedResult]:
        return UnnamedResult

    @property
    def key_columns(self) -> tuple[str, ...]:
        return tuple(self._meta.import_id_fields)

    # Reading what is there

    def existing(self) -> list[Any]:
        """The rows of the scope in their order, each as a file would carry it."""
        rows = list(self.scope.rows(self._meta.model))
        for _column, field in self.columns:
            if isinstance(field.widget, TextWidget):
                for row in rows:
                    _settle(row, field.attribute)
        if PLACE in self.key_columns:
            _number(rows, self.fields[self.key_columns[0]].attribute)
        lookup = self.scope.lookup(self._meta.model)
        if lookup.attribute in self.fields:
            lookup.fill([(row.pk, getattr(row, lookup.attribute)) for row in rows])
        return rows

    def key_of(self, instance: Any) -> Key:
        return tuple(self.fields[name].get_value(instance) for name in self.key_columns)

    def key_in(self, row: Row) -> Key:
        return tuple(self.fields[name].clean(row) for name in self.key_columns)

    # Import

    def validate_instance(
        self,
        instance: Any,
        import_validation_errors: Any = None,
        validate_unique: bool = True,
    ) -> None:
        """Check the values; constraints are left to the database, see `do_instance_save`."""
        errors = dict(import_validation_errors or {})
        try:
            instance.clean_fields(exclude=self._settled(instance, errors))
            instance.clean()
        except ValidationError as wrong:
            errors = wrong.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def _settled(self, instance: Any, errors: Any) -> set[str]:
        """Fields that need no check: wrong already, found by lookup, or no column."""
        return {
            field.name
            for field in instance._meta.concrete_fields
            if field.name not in self.fields
            or field.attname in errors
            or (field.is_relation and getattr(instance, field.attname) is not None)
        }

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        """Save; ask for the sentence of a constraint only when the database refuses the row.

        Asking beforehand would cost up to eleven queries a row.
        """
        try:
            instance.save(force_insert=is_create)
        except IntegrityError as refused:
            instance.full_clean()
            sentence = str(refused).strip().splitlines()[0]  # that of a trigger
            raise ValidationError({NON_FIELD_ERRORS: sentence}) from refused

    def after_save_instance(self, instance: Any, row: Row, **kwargs: Any) -> None:
        lookup = self.scope.lookup(self._meta.model)
        if lookup.attribute in self.fields:
            lookup.add(instance.pk, getattr(instance, lookup.attribute))

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Sequences stay as they are: no file carries primary keys."""

    def sentences(self, result: Any) -> list[str]:
        """What is wrong with a row that was not imported; an error that is no finding is raised."""
        for error in result.errors:
            raise error.error
        if result.validation_error is None:
            return []
        columns = {field.attribute: column for column, field in self.columns}
        found = []
        for name, messages in result.validation_error.message_dict.items():
            column = columns.get(name, name)
            where = "" if name == NON_FIELD_ERRORS else f"{column}: "
            found += [f"{where}{message}" for message in messages]
        return found

    def changes(self, old: Any, new: Any) -> list[dict[str, str]]:
        """The columns in which two states of a row differ, as the file would show them."""
        return [
            {"field": column, "old": field.export(old), "new": field.export(new)}
            for column, field in self.columns
            if field.get_value(old) != field.get_value(new)
        ]

    # Export

    def cells(self, instance: Any) -> list[str]:
        """The row as text that no spreadsheet runs."""
        return [neutralise(field.export(instance)) for _column, field in self.columns]

    def record(self, instance: Any) -> dict[str, Any]:
        """The row with typed values, as JSON has it."""
        return {
            column: field.widget.plain(field.get_value(instance)) for column, field in self.columns
        }

    def export_field(self, field: Field, instance: Any, **kwargs: Any) -> Any:
        value = super().export_field(field, instance, **kwargs)
        return neutralise(value) if isinstance(value, str) else value


def _settle(row: Any, attribute: str) -> None:
    """Let a text look as it would after an export and an import."""
    text = getattr(row, attribute)
    if isinstance(text, str):
        setattr(row, attribute, read_cell(neutralise(text)))


def _number(rows: Iterable[Any], parent: str) -> None:
    """Count the values of a parent from 1 where two of them have the same place."""
    ordered = sorted(rows, key=lambda row: (getattr(row, parent), row.order, row.pk))
    for _parent, siblings in groupby(ordered, key=lambda row: getattr(row, parent)):
        values = list(siblings)
        if len({value.order for value in values}) < len(values):
            for place, value in enumerate(values, start=1):
                value.order = place
