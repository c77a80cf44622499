"""Addresses: the admin is the whole product, but for lists that an organisation shows the world."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("sub-processors/", include("ropa.urls")),
    path("", admin.site.urls),
]
