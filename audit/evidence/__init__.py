"""What the organisation handed over: read, mapped to the catalogue, validated, its origin on record."""

import warnings

# Pandera loads PySpark's pandas wherever PySpark is installed; nothing here uses it.
warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
