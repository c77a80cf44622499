"""Closed lists of how a notice is published and its changes announced."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VersionStatus(TextChoices):
    RECORDED = "recorded", _("recorded")
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


class Significance(TextChoices):
    NOT_ASSESSED = "not_assessed", _("not assessed")
    SIGNIFICANT = "significant", _("significant")
    NOT_SIGNIFICANT = "not_significant", _("not significant")


class AnnouncementChannel(TextChoices):
    WEBSITE = "website", _("posted on the website")
    PROMINENT = "prominent", _("prominent notice on the service")
    EMAIL = "email", _("e-mail")
    IN_PRODUCT = "in_product", _("notification in the product")
    OTHER = "other", _("other means")
