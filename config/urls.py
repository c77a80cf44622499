"""Addresses: the admin is the whole product."""

from django.contrib import admin
from django.urls import path

urlpatterns = [path("", admin.site.urls)]
