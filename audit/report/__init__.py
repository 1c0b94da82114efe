"""A result becomes documents: nothing is fetched, measured or judged here."""
