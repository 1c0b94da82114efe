"""What the organisation handed over: read, mapped to the catalogue's tables, validated, and its origin kept."""
