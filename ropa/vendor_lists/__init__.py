"""Vendor lists as people send them: files read, columns recognised, entries taken apart."""
