"""Where data lie, and which rows or files of it a rule or a request can reach."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from retention.choices import ADDRESSED, StoreKind
from ropa.audit import Record, Trail
from ropa.models import Customer, Organisation
from ropa.models.rules import (
    code_validator,
    filled,
    known,
    validate_period,
    validate_time_zone,
)

variable_validator = RegexValidator(
    r"\A[A-Z][A-Z0-9_]*\Z",
    _("Name an environment variable in capital letters; the address itself is never stored."),
)


class DataStore(Record):
    """A place where data lie; its address and secrets stand in the environment, never here."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="data_stores", verbose_name=_("organisation")
    )
    code = models.CharField(_("code"), max_length=60, validators=[code_validator])
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=6, choices=StoreKind)
    url_variable = models.CharField(
        _("environment variable"),
        max_length=80,
        blank=True,
        validators=[variable_validator],
        help_text=_(
            "It holds a SQLAlchemy address for a database, an fsspec address for files, an https "
            "address for a web service. Or NAME_FILE holds the path of a file with the address."
        ),
    )
    secret_variable = models.CharField(
        _("variable of the secret"),
        max_length=80,
        blank=True,
        validators=[variable_validator],
        help_text=_("For a web service: the secret with which its calls are signed."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="data_stores",
        verbose_name=_("owner"),
        help_text=_("Who is told before a purge, and who purges by hand."),
    )
    backup_lag = models.CharField(
        _("gone from backups after"),
        max_length=20,
        blank=True,
        validators=[validate_period],
        help_text=_("ISO 8601, such as P35D: how long backups still hold what was erased."),
    )
    note = models.TextField(_("note"), blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("data store")
        verbose_name_plural = _("data stores")
        ordering = ("organisation", "name")
        constraints = (
            known("retention_store", "kind", StoreKind),
            models.UniqueConstraint(
                name="retention_store_code_unique",
                fields=("organisation", "code"),
                violation_error_message=_("Another data store of this organisation has this code."),
            ),
            models.CheckConstraint(
                name="retention_store_holds_no_address",
                condition=~Q(url_variable__contains=":")
                & ~Q(url_variable__contains="/")
                & ~Q(**{"secret_variable__contains": ":"})
                & ~Q(**{"secret_variable__contains": "/"}),
                violation_error_message=_("Name the variable; never write the address here."),
            ),
            models.CheckConstraint(
                name="retention_store_address_where_there_is_one",
                condition=(Q(kind__in=ADDRESSED) & ~Q(url_variable=""))
                | (~Q(kind__in=ADDRESSED) & Q(url_variable="")),
                violation_error_message=_(
                    "Name the variable with the address; what is purged by hand, or is our own, "
                    "has none."
                ),
            ),
            models.CheckConstraint(
                name="retention_store_service_signs",
                condition=(Q(kind=StoreKind.HTTP) & ~Q(secret_variable=""))
                | (~Q(kind=StoreKind.HTTP) & Q(secret_variable="")),
                violation_error_message=_(
                    "A web service needs the variable of its secret; nothing else has one."
                ),
            ),
            models.CheckConstraint(
                name="retention_store_hand_has_owner",
                condition=~Q(kind=StoreKind.HAND) | Q(owner__isnull=False),
                violation_error_message=_("Name the owner, who purges by hand."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class DataSet(Record):
    """The rows of a table, or the files of a folder, that a rule or a ticket can reach."""

    store = models.ForeignKey(
        DataStore, models.PROTECT, related_name="data_sets", verbose_name=_("data store")
    )
    code = models.CharField(_("code"), max_length=60, validators=[code_validator])
    name = models.CharField(_("name"), max_length=200)
    location = models.CharField(
        _("table or folder"), max_length=200, help_text=_("In a database SCHEMA.TABLE or TABLE.")
    )
    key_column = models.CharField(
        _("key column"),
        max_length=300,
        blank=True,
        help_text=_(
            "The primary key, several columns in order parted by commas; empty for files, whose "
            "key is their path."
        ),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        blank=True,
        validators=[validate_time_zone],
        help_text=_("Of times that carry none. Empty: that of the organisation."),
    )
    person_column = models.CharField(
        _("column of the person"),
        max_length=100,
        blank=True,
        help_text=_("It tells whose row it is, such as the e-mail address; for files a pattern."),
    )
    without_persons = models.BooleanField(
        _("no person can be told"),
        default=False,
        help_text=_("Ticked: holds on persons and restrictions do not concern this data set."),
    )
    customer_column = models.CharField(_("column of the customer"), max_length=100, blank=True)
    without_customers = models.BooleanField(
        _("no customer can be told"),
        default=False,
        help_text=_("Ticked: holds on customers and their agreements do not concern it."),
    )
    note = models.TextField(_("note"), blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("data set")
        verbose_name_plural = _("data sets")
        ordering = ("store", "name")
        constraints = (
            models.UniqueConstraint(
                name="retention_set_code_unique",
                fields=("store", "code"),
                violation_error_message=_("Another data set of this store has this code."),
            ),
            models.CheckConstraint(
                name="retention_set_persons_told_or_not",
                condition=Q(without_persons=False) | Q(person_column=""),
                violation_error_message=_("It names a column of the person: untick the box."),
            ),
            models.CheckConstraint(
                name="retention_set_customers_told_or_not",
                condition=Q(without_customers=False) | Q(customer_column=""),
                violation_error_message=_("It names a column of the customer: untick the box."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def organisation(self) -> Organisation:
        """Whose store it is; rules and holds of other organisations stay away."""
        return self.store.organisation

    @property
    def organisation_id(self) -> int:
        return self.store.organisation_id

    @property
    def key_columns(self) -> tuple[str, ...]:
        """The columns of the key in their order; none for files."""
        return tuple(name.strip() for name in self.key_column.split(",") if name.strip())


class CustomerKey(Record):
    """What a customer is called in a data store."""

    store = models.ForeignKey(
        DataStore, models.PROTECT, related_name="customer_keys", verbose_name=_("data store")
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="store_keys", verbose_name=_("customer")
    )
    value = models.CharField(
        _("value"), max_length=200, help_text=_("As it stands in the column of the customer.")
    )

    history = Trail()

    class Meta:
        verbose_name = _("customer in a data store")
        verbose_name_plural = _("customers in data stores")
        ordering = ("store", "customer", "pk")
        constraints = (
            filled("retention_customer_key", "value", _("Write the value.")),
            models.UniqueConstraint(
                name="retention_customer_key_unique",
                fields=("store", "value"),
                violation_error_message=_("This value stands for a customer already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.customer.code} / {self.store.code}"
