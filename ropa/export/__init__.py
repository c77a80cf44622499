"""The register written out: for exchange, for re-import, for the authority and for the notice."""
