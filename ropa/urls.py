"""Addresses without log-in: the lists of sub-processors of organisations that show them."""

from django.urls import path

from ropa.public.feed import feed
from ropa.public.page import page

app_name = "sub_processors"
urlpatterns = [
    path("<str:code>/", page, name="page"),
    path("<str:code>/feed.atom", feed, name="feed"),
    path("<str:code>/<int:number>/", page, name="version"),
]
