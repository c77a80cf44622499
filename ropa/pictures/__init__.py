"""A map and a flow diagram of where data go: facts in, SVG out. No database and no clock."""
