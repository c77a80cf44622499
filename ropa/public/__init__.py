"""What an organisation shows the world without log-in: its list of sub-processors, if it wants."""
