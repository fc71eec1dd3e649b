"""What next for a unit: exact and unofficial; no result is made or changed here."""
