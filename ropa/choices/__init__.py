"""Closed lists, by noun."""
