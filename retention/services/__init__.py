"""Deeds of retention: plan, approve, run, hold; and the stores they reach."""
