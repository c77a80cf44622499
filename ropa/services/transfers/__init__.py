"""Transfers: what follows from vendors, what carries it, and what an officer makes of it."""
