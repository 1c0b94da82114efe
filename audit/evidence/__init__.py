"""What the organisation handed over: read, mapped to the catalogue, validated, its origin on record."""
